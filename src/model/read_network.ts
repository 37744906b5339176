import { ModelError } from "../errors.ts";
import type { Network, WeightSpec } from "./graph.ts";
import { type ModelFiles, MOST_WEIGHT_BYTES, readModelJson } from "./model_files.ts";
import { productOf } from "./output_shape.ts";
import { readGraph } from "./read_graph.ts";

/**
 * Reads `model.json` and the weight files that it names.
 *
 * @param files The model's files.
 * @returns The network's layers and weights, and the compiled network if it comes with Mien.
 * @throws {ModelError} If a file is missing (`model-not-found`), Mien cannot run the network, or the
 * weight files do not match `model.json` (`model-invalid`).
 * @throws {EnvironmentError} If the permission to read the files is missing (`permission-missing`).
 *
 * @example
 * ```ts
 * import { bundledFiles } from "./bundled_models.ts";
 * import { readNetwork } from "./read_network.ts";
 * import assert from "node:assert/strict";
 *
 * const { graph, weights } = await readNetwork(bundledFiles("blazeface"));
 * assert.deepEqual(graph.nodes[0]!.shape, [128, 128, 3]);
 * assert(weights.data.length > 100_000);
 * ```
 */
export async function readNetwork(files: ModelFiles): Promise<Network> {
  if (files.readPrepared) return await files.readPrepared();
  const json = await readModelJson(files, "model.json");
  const { graph, specs, paths } = readGraph(json, `${files.place}model.json`);
  const expected = specs.reduce((sum, spec) => sum + weightBytes(spec), 0);
  const data = await readWeights(files, paths, Math.min(expected, MOST_WEIGHT_BYTES));
  if (data.length !== expected) {
    throw new ModelError(
      "model-invalid",
      `Cannot read weights of ${files.place}: model.json asks for ${expected} bytes but there are ${data.length}`,
    );
  }
  checkFinite(data, specs, files.place);
  return { graph, weights: { specs, data } };
}

function weightBytes({ shape, dtype }: WeightSpec): number {
  return productOf(shape) * (dtype === "float16" ? 2 : 4);
}

/** Reads weight files one after the other, until there are more bytes than wanted. */
async function readWeights(
  files: ModelFiles,
  paths: readonly string[],
  wanted: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const path of paths) {
    const part = await files.read(path);
    parts.push(part);
    length += part.length;
    if (length > wanted) break;
  }
  return parts.length === 1 ? parts[0]! : new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** A single weight that is no number makes all answers none. */
function checkFinite(data: Uint8Array<ArrayBuffer>, specs: readonly WeightSpec[], place: string) {
  let at = 0;
  for (const spec of specs) {
    const bytes = data.slice(at, at += weightBytes(spec)).buffer;
    // Node 22 has no Float16Array; an exponent of ones is an infinity or no number.
    const isFinite = spec.dtype === "float16"
      ? new Uint16Array(bytes).every((bits) => (bits & 0x7c00) !== 0x7c00)
      : new Float32Array(bytes).every(Number.isFinite);
    if (isFinite) continue;
    const why = `${spec.name} holds values that are infinite or not numbers`;
    throw new ModelError("model-invalid", `Cannot read weights of ${place}: ${why}`);
  }
}
