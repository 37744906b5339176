import { EnvironmentError, messageOf, ModelError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readBytes } from "../runtime/read_bytes.ts";
import type { Network, WeightSpec } from "./graph.ts";
import { productOf } from "./output_shape.ts";
import { readGraph } from "./read_graph.ts";

/**
 * Reads one file of a model, from disk or over HTTP.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @returns The file's bytes.
 * @throws {ModelError} If there is no such file (`model-not-found`).
 * @throws {EnvironmentError} If the permission to read it is missing (`permission-missing`).
 */
export async function readModelFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readBytes(url);
  } catch (cause) {
    if (isNotCapable(cause)) {
      const permission = url.protocol === "file:" ? "read" : `net=${url.host}`;
      throw new EnvironmentError(
        "permission-missing",
        `Cannot read model file ${url}: the permission to read it is missing`,
        { cause, permission },
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
 * @throws {EnvironmentError} If the permission to read it is missing (`permission-missing`).
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
 * @returns The network's layers and weights.
 * @throws {ModelError} If a file is missing (`model-not-found`), or `model.json` describes no network
 * that Mien can run or not the weights that are there (`model-invalid`).
 * @throws {EnvironmentError} If the permission to read the folder is missing (`permission-missing`).
 *
 * @example
 * ```ts
 * import { readNetwork } from "./read_network.ts";
 * import assert from "node:assert/strict";
 *
 * const folder = new URL("../../models/blazeface/", import.meta.url);
 * const { graph, weights } = await readNetwork(folder);
 * assert.deepEqual(graph.nodes[0]!.shape, [128, 128, 3]);
 * assert(weights.data.length > 100_000);
 * ```
 */
export async function readNetwork(folder: URL): Promise<Network> {
  const url = new URL("model.json", folder);
  const { graph, specs, paths } = readGraph(await readModelJson(url), url);
  const parts = await Promise.all(paths.map((path) => readModelFile(new URL(path, folder))));
  const data = new Uint8Array(await new Blob(parts).arrayBuffer());
  const expected = specs.reduce((sum, spec) => sum + weightBytes(spec), 0);
  if (data.length !== expected) {
    throw new ModelError(
      "model-invalid",
      `Cannot read weights of ${folder}: model.json asks for ${expected} bytes but there are ${data.length}`,
    );
  }
  return { graph, weights: { specs, data } };
}

function weightBytes({ shape, dtype }: WeightSpec): number {
  return productOf(shape) * (dtype === "float16" ? 2 : 4);
}
