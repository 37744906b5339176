import { EnvironmentError, messageOf, ModelError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readBytes } from "../runtime/read_bytes.ts";
import type { NetworkFiles, WeightSpec } from "../engine/engine.ts";

/**
 * Reads one file of a model, from disk or from the web.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @returns The file's bytes.
 * @throws {ModelError} If there is no such file (`model-not-found`).
 * @throws {EnvironmentError} If Deno's permissions forbid to read it (`permission-missing`).
 */
export async function readModelFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readBytes(url);
  } catch (cause) {
    if (isNotCapable(cause)) {
      const flag = url.protocol === "file:" ? "--allow-read" : `--allow-net=${url.host}`;
      throw new EnvironmentError(
        "permission-missing",
        `Cannot read model file ${url}: run again with ${flag}`,
        { cause },
      );
    }
    const { code } = cause as { code?: unknown };
    const why = code === "ENOENT" ? "no such file" : messageOf(cause);
    throw new ModelError("model-not-found", `Cannot read model file ${url}: ${why}`, { cause });
  }
}

/**
 * Reads a JSON file of a model.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @returns What the file holds.
 * @throws {ModelError} If it is missing (`model-not-found`) or not JSON (`model-invalid`).
 * @throws {EnvironmentError} If Deno's permissions forbid to read it.
 */
export async function readModelJson(url: URL): Promise<unknown> {
  const bytes = await readModelFile(url);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const why = messageOf(cause);
    throw new ModelError("model-invalid", `Cannot read model file ${url}: ${why}`, { cause });
  }
}

/**
 * Reads `model.json` and the weight files that it names.
 *
 * @param folder URL of the model's folder, with a slash at its end.
 * @returns What an engine needs to build the network.
 * @throws {ModelError} If a file is missing or the weights have not the length that the manifest
 * asks for.
 * @throws {EnvironmentError} If Deno's permissions forbid to read the folder.
 *
 * @example
 * ```ts
 * import { readNetwork } from "./read_network.ts";
 * import assert from "node:assert/strict";
 *
 * const files = await readNetwork(new URL("../../models/blazeface/", import.meta.url));
 * assert(files.weightData.length > 100_000);
 * ```
 */
export async function readNetwork(folder: URL): Promise<NetworkFiles> {
  const url = new URL("model.json", folder);
  const model = await readModelJson(url) as {
    modelTopology?: unknown;
    weightsManifest?: { paths: string[]; weights: WeightSpec[] }[];
  };
  if (model?.modelTopology === undefined || !Array.isArray(model.weightsManifest)) {
    throw new ModelError(
      "model-invalid",
      `Cannot read model file ${url}: modelTopology and weightsManifest are not both there`,
    );
  }
  const paths = model.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(paths.map((path) => readModelFile(new URL(path, folder))));
  const weightData = new Uint8Array(await new Blob(parts).arrayBuffer());
  const weightSpecs = model.weightsManifest.flatMap((group) => group.weights);
  const expected = weightSpecs.reduce((sum, spec) => sum + weightBytes(spec), 0);
  if (weightData.length !== expected) {
    throw new ModelError(
      "model-invalid",
      `Cannot read weights of ${folder}: the manifest asks for ${expected} bytes but there are ${weightData.length}`,
    );
  }
  return { topology: model.modelTopology, weightSpecs, weightData };
}

function weightBytes({ shape, quantization }: WeightSpec): number {
  return shape.reduce((product, size) => product * size, quantization ? 2 : 4);
}
