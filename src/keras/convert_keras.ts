import { messageOf, MienError, ModelError } from "../errors.ts";
import type { Graph, Network, NetworkWeights } from "../model/graph.ts";
import { Refusal } from "../model/refusal.ts";
import { buildGraph, type NamedDataset } from "./build_graph.ts";
import { entryRange, type PixelRange } from "./entry_range.ts";
import { type KerasFile, readKerasFile } from "./keras_file.ts";

/** How a weight is stored. */
export type WeightType = "float32" | "float16";

/** A network of Keras as engines take it, with some facts about it. */
export interface ConvertedNetwork extends Network {
  /** Shape of one input. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** How many numbers the weights hold. */
  readonly parameters: number;
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
  /** The network's last activation, such as `softmax`; `linear` if it has none. */
  readonly lastActivation: string;
  /** The range of its pixels, if layers at its start tell. */
  readonly entryRange: PixelRange | undefined;
  /** The version of Keras that wrote the file. */
  readonly kerasVersion: string;
}

/**
 * Converts a network that Keras saved, in memory.
 *
 * @param file A whole `.h5` of Keras 1 to 3, a `.keras`, or weights with their architecture.
 * @param weightType How to store the weights. @default {"float32"}
 * @returns The network.
 * @throws {ModelError} If the file is damaged, or a layer is not supported (`model-invalid`); the
 * message names the layer.
 *
 * @example
 * ```ts
 * import { convertKeras } from "./convert_keras.ts";
 * import assert from "node:assert/strict";
 *
 * const bytes = await Deno.readFile("tests/golden/keras/paper.keras");
 * const network = await convertKeras({ bytes, name: "paper.keras" });
 * assert.deepEqual(network.inputShape, [48, 48, 1]);
 * ```
 */
export async function convertKeras(
  file: KerasFile,
  weightType: WeightType = "float32",
): Promise<ConvertedNetwork> {
  try {
    const { model, weightsOf, version } = await readKerasFile(file);
    const { graph, weights, inputShape, dropped } = buildGraph(model, weightsOf);
    return {
      graph,
      weights: pack(weights, weightType),
      inputShape,
      parameters: weights.reduce((sum, { data }) => sum + data.length, 0),
      dropped,
      lastActivation: activationBefore(graph, graph.outputs[0]!),
      entryRange: entryRange(graph),
      kerasVersion: version,
    };
  } catch (cause) {
    if (cause instanceof MienError) throw cause;
    const why = cause instanceof Refusal ? cause.message : `it is damaged (${messageOf(cause)})`;
    throw new ModelError("model-invalid", `Cannot convert ${file.name}: ${why}`, { cause });
  }
}

function pack(weights: readonly NamedDataset[], dtype: WeightType): NetworkWeights {
  const Numbers = dtype === "float16" ? Float16Array : Float32Array;
  const all = new Numbers(weights.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const { name, data } of weights) {
    all.set(data, offset);
    const packed = all.subarray(offset, offset += data.length);
    const bad = packed.findIndex((it) => !Number.isFinite(it));
    if (bad >= 0) throw new Refusal(`weight ${name} holds ${packed[bad]} as ${dtype}`);
  }
  return {
    specs: weights.map(({ name, shape }) => ({ name, shape, dtype })),
    data: new Uint8Array(all.buffer),
  };
}

/** The activation whose values reach a node's output, `linear` where there is none. */
function activationBefore(graph: Graph, name: string): string {
  const { op, attributes, inputs } = graph.nodes.find((node) => node.name === name)!;
  if (["Flatten", "Reshape", "Permute"].includes(op)) return activationBefore(graph, inputs[0]!);
  if (["Softmax", "ReLU", "LeakyReLU", "PReLU", "ELU"].includes(op)) return op.toLowerCase();
  return String(attributes.activation ?? "linear");
}
