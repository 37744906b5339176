import { dirname, join, resolve } from "node:path";
import type { ModelCard } from "../model/card.ts";
import type { NetworkFiles } from "../engine/engine.ts";
import { EnvironmentError, messageOf, MienError, OptionError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";

/** How {@linkcode writeModel} treats a folder that is there already. */
export interface WriteModelOptions {
  /** Replace the folder, if it holds a model. @default {false} */
  force?: boolean;
}

/**
 * Writes a model's folder: `model.json`, `weights.bin` and `card.json`. It is made beside its place
 * and renamed, so that it appears whole or not at all.
 *
 * @param folder Path of the folder.
 * @param network The network.
 * @param card What goes into `card.json`.
 * @param options Whether to replace a folder.
 * @throws {OptionError} If the folder exists and may not be replaced, or the file system refuses
 * (`option-invalid`).
 * @throws {EnvironmentError} If Deno's permissions forbid it (`permission-missing`).
 */
export async function writeModel(
  folder: string,
  network: NetworkFiles,
  card: ModelCard,
  options: WriteModelOptions = {},
): Promise<void> {
  const { topology, weightSpecs, weightData } = network;
  const place = resolve(folder), id = crypto.randomUUID().slice(0, 8);
  const part = `${place}.${id}.part`, old = `${place}.${id}.old`;
  try {
    await refuseExisting(folder, options);
    await Deno.mkdir(dirname(place), { recursive: true });
    await Deno.mkdir(part);
    const model = {
      format: "layers-model",
      modelTopology: topology,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    };
    await Deno.writeTextFile(`${part}/model.json`, `${JSON.stringify(model)}\n`);
    await Deno.writeFile(`${part}/weights.bin`, weightData);
    await Deno.writeTextFile(`${part}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
    const replaced = await exists(place);
    if (replaced) await Deno.rename(place, old);
    await Deno.rename(part, place);
    if (replaced) await Deno.remove(old, { recursive: true });
  } catch (cause) {
    await Deno.remove(part, { recursive: true }).catch(() => {});
    await Deno.rename(old, place).catch(() => {});
    throw writeError(folder, cause);
  }
}

/**
 * Refuses to go on where a folder must not be replaced.
 *
 * @param folder Path of the folder.
 * @param options Whether it may be.
 * @throws {OptionError} If the folder exists and `force` is not set, or it holds no model
 * (`option-invalid`).
 * @throws {EnvironmentError} If Deno's permissions forbid to look (`permission-missing`).
 */
export async function refuseExisting(folder: string, options: WriteModelOptions): Promise<void> {
  const refuse = (why: string): never => {
    throw new OptionError("option-invalid", `Cannot write model ${folder}: ${why}`);
  };
  try {
    if (!await exists(folder)) return;
    if (!options.force) refuse("it exists; choose another name or add --force");
    if (!await exists(join(folder, "model.json"))) refuse("it exists and holds no model");
  } catch (cause) {
    throw writeError(folder, cause);
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

function writeError(folder: string, cause: unknown): MienError {
  if (cause instanceof MienError) return cause;
  if (isNotCapable(cause)) {
    return new EnvironmentError(
      "permission-missing",
      `Cannot write model ${folder}: run again with --allow-read and --allow-write=${
        dirname(resolve(folder))
      }`,
      { cause },
    );
  }
  const why = messageOf(cause);
  return new OptionError("option-invalid", `Cannot write model ${folder}: ${why}`, { cause });
}
