import { compileNetwork } from "../engine/wasm/compile_network.ts";
import { unsupportedLayer } from "../engine/wasm/lower_graph.ts";
import { preferredSimd } from "../engine/wasm/preferred_simd.ts";
import type { ModelFiles } from "../model/model_files.ts";
import { readNetwork } from "../model/read_network.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import type { PostedModel } from "./messages.ts";

/**
 * Reads a model for workers, and compiles its network unless that has been done.
 *
 * @param files The model's files.
 * @param options What the workers are to load it with.
 * @returns The model, or undefined if its network cannot be compiled.
 * @throws {ModelError} If a file is missing or invalid.
 */
export async function postedModel(
  files: ModelFiles,
  options: RecognizeOptions = {},
): Promise<PostedModel | undefined> {
  const read: Record<string, Uint8Array<ArrayBuffer>> = {};
  const network = await readNetwork({
    ...files,
    read: async (file) => read[file] = await files.read(file),
  });
  const { graph, weights, compiled } = network;
  if (unsupportedLayer(graph) !== undefined) return undefined;
  const simd = preferredSimd();
  read["compiled.wasm"] = compiled?.[simd] ?? compileNetwork(graph, weights, simd);
  read["card.json"] = await files.read("card.json");
  return { name: files.place, files: read, simd, options };
}
