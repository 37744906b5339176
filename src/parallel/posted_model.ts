import type { CompiledNetwork, Network } from "../model/graph.ts";
import type { ModelFiles } from "../model/model_files.ts";
import { readNetwork } from "../model/read_network.ts";
import { preferredSimd } from "../engine/wasm/preferred_simd.ts";
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
  const network = await readNetwork(files);
  const compiled = network.compiled ?? await compile(network);
  if (compiled === undefined) return undefined;
  const card = await files.read("card.json");
  return { name: files.place, card, network: { ...network, compiled }, options };
}

/** The compiler is loaded only for networks that nobody has compiled before. */
async function compile({ graph, weights }: Network): Promise<CompiledNetwork | undefined> {
  const { unsupportedLayer } = await import("../engine/wasm/lower_graph.ts");
  if (unsupportedLayer(graph) !== undefined) return undefined;
  const { compileNetwork } = await import("../engine/wasm/compile_network.ts");
  const build = compileNetwork(graph, weights, preferredSimd());
  // Workers take the build that this machine takes.
  return { relaxed: build, plain: build };
}
