import { dirname, join, resolve } from "node:path";
import { EnvironmentError, messageOf, MienError, OptionError } from "../errors.ts";
import type { ModelCard } from "../model/card.ts";
import type { Network } from "../model/graph.ts";
import { toModelJson } from "../model/to_model_json.ts";
import { isNotCapable } from "../runtime/not_capable.ts";

/** How {@linkcode writeModel} treats a folder that exists. */
export interface WriteModelOptions {
  /** Replace the folder if it holds a model. @default {false} */
  force?: boolean;
}

/**
 * Writes a model's folder: `model.json`, `weights.bin` and `card.json`. It is written under another
 * name and then renamed, so that it appears complete or not at all.
 *
 * @param folder Path of the folder.
 * @param network The network.
 * @param card What goes into `card.json`.
 * @param options Whether to replace a folder.
 * @throws {OptionError} If the folder exists and may not be replaced (`output-exists`).
 * @throws {EnvironmentError} If it cannot be written (`output-unwritable`, `permission-missing`).
 */
export async function writeModel(
  folder: string,
  network: Network,
  card: ModelCard,
  options: WriteModelOptions = {},
): Promise<void> {
  await refuseExisting(folder, options);
  const place = resolve(folder), id = crypto.randomUUID().slice(0, 8);
  const part = `${place}.${id}.part`, old = `${place}.${id}.old`;
  const files = Object.entries(filesOf(network, card));
  try {
    await Deno.mkdir(dirname(place), { recursive: true });
    await Deno.mkdir(part);
    for (const [name, bytes] of files) {
      await Deno.writeFile(`${part}/${name}`, bytes);
    }
    const replaced = await exists(place);
    if (replaced) await Deno.rename(place, old);
    await Deno.rename(part, place);
    if (replaced) await Deno.remove(old, { recursive: true });
  } catch (cause) {
    await Deno.remove(part, { recursive: true }).catch(() => {});
    await Deno.rename(old, place).catch(() => {});
    throw writeError(folder, "write", cause);
  }
}

function filesOf({ graph, weights }: Network, card: ModelCard): Record<string, Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(`${text}\n`);
  return {
    "model.json": encode(JSON.stringify(toModelJson(graph, weights.specs))),
    "weights.bin": weights.data,
    "card.json": encode(JSON.stringify(card, null, 2)),
  };
}

/** The files of a model as written here, now or in earlier versions, and the weights of tfjs's converter. */
const modelFile =
  /^(model\.json|card\.json|compiled\.json|weights\.bin|(relaxed|plain|bundle)\.wasm|group\d+-shard\d+of\d+(\.bin)?)$/;

/**
 * Refuses to replace a folder that must be kept.
 *
 * @param folder Path of the folder.
 * @param options Whether it may be replaced.
 * @throws {OptionError} If the folder exists and `force` is not set, or it holds no model
 * or further files (`output-exists`).
 * @throws {EnvironmentError} If the folder cannot be read (`output-unwritable`, `permission-missing`).
 */
export async function refuseExisting(folder: string, options: WriteModelOptions): Promise<void> {
  const refuse = (why: string): never => {
    throw new OptionError("output-exists", `Cannot write model ${folder}: ${why}`);
  };
  try {
    if (!await exists(folder)) return;
    if (!options.force) refuse("it exists already");
    if (!await exists(join(folder, "model.json"))) refuse("it exists and holds no model");
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory || !modelFile.test(name)) refuse(`it holds ${name}, which is not of a model`);
    }
  } catch (cause) {
    throw writeError(folder, "read", cause);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function writeError(folder: string, access: "read" | "write", cause: unknown): MienError {
  if (cause instanceof MienError) return cause;
  const action = `Cannot write model ${folder}`;
  if (isNotCapable(cause)) {
    const parent = dirname(resolve(folder));
    return new EnvironmentError(
      "permission-missing",
      `${action}: the permission to ${access} ${parent} is missing`,
      { cause, permission: access === "read" ? "read" : `write=${parent}` },
    );
  }
  return new EnvironmentError("output-unwritable", `${action}: ${messageOf(cause)}`, { cause });
}
