import type { NetworkFiles, WeightSpec } from "../engine/engine.ts";
import { messageOf, MienError, ModelError } from "../errors.ts";
import { buildGraph, type Graph, type GraphNode } from "./build_graph.ts";
import { type KerasFile, readKerasFile } from "./keras_file.ts";
import { Refusal } from "./refusal.ts";

/** How a weight is stored. */
export type WeightType = "float32" | "float16";

/** A network of Keras in the form that the engine takes, and what can be said of it. */
export interface ConvertedNetwork extends NetworkFiles {
  /** Shape of one input. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** How many numbers the weights are. */
  readonly parameters: number;
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
  /** The last activation: `softmax`, or what Keras's last layer has. */
  readonly lastActivation: string;
  /** True where Keras's network ends in logits, and a softmax was put after it. */
  readonly softmaxAdded: boolean;
  /** What a `Rescaling` or `Normalization` at the network's start multiplies with, if there is one. */
  readonly firstScale: number | undefined;
  /** The version of Keras that wrote the file. */
  readonly kerasVersion: string;
}

/**
 * Converts a network that Keras saved, in memory.
 *
 * @param file A whole `.h5` of Keras 1 to 3, a `.keras`, or weights with their architecture.
 * @param weightType How to store the weights. @default {"float32"}
 * @returns The network.
 * @throws {ModelError} If the file is damaged, or the network has layers that tfjs-layers has not
 * (`model-invalid`); the message names the layer.
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
    const graph = buildGraph(model, weightsOf);
    const lastActivation = activationBefore(graph.output);
    const softmaxAdded = lastActivation === "linear";
    const ended = softmaxAdded ? withSoftmax(graph) : graph;
    const { weightSpecs, weightData } = pack(ended.nodes, weightType);
    return {
      topology: topologyOf(ended),
      weightSpecs,
      weightData,
      inputShape: graph.inputShape,
      parameters: weightData.length / (weightType === "float16" ? 2 : 4),
      dropped: graph.dropped,
      lastActivation: softmaxAdded ? "softmax" : lastActivation,
      softmaxAdded,
      firstScale: firstScale(graph),
      kerasVersion: version,
    };
  } catch (cause) {
    if (cause instanceof MienError) throw cause;
    const why = cause instanceof Refusal ? cause.message : `it is damaged (${messageOf(cause)})`;
    throw new ModelError("model-invalid", `Cannot convert ${file.name}: ${why}`, { cause });
  }
}

/** The topology of a functional model as Keras 2 wrote it, which is what tfjs-layers reads. */
function topologyOf({ nodes, output }: Graph): unknown {
  return {
    class_name: "Functional",
    config: {
      name: "network",
      layers: nodes.map(({ name, className, config, inputs }) => ({
        class_name: className,
        name,
        config: { ...config, name },
        inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input.name, 0, 0, {}])] : [],
      })),
      input_layers: [[nodes[0]!.name, 0, 0]],
      output_layers: [[output.name, 0, 0]],
    },
  };
}

function pack(nodes: readonly GraphNode[], type: WeightType): {
  weightSpecs: WeightSpec[];
  weightData: Uint8Array;
} {
  const weights = nodes.flatMap((node) =>
    node.weights.map((weight) => ({ ...weight, name: `${node.name}/${weight.name}` }))
  );
  const Numbers = type === "float16" ? Float16Array : Float32Array;
  const all = new Numbers(weights.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const { name, data } of weights) {
    all.set(data, offset);
    const packed = all.subarray(offset, offset += data.length);
    const bad = packed.findIndex((it) => !Number.isFinite(it));
    if (bad >= 0) {
      throw new Refusal(`weight ${name} holds ${packed[bad]} as ${type}`);
    }
  }
  return {
    weightSpecs: weights.map(({ name, shape }) => ({
      name,
      shape,
      dtype: "float32",
      ...type === "float16" && { quantization: { dtype: "float16" } },
    })),
    weightData: new Uint8Array(all.buffer),
  };
}

/** The activation whose values reach the output, `linear` where there is none. */
function activationBefore(node: GraphNode): string {
  const { className, config, inputs } = node;
  if (["Flatten", "Reshape", "Permute"].includes(className)) return activationBefore(inputs[0]!);
  if (["Softmax", "ReLU", "LeakyReLU", "PReLU", "ELU"].includes(className)) {
    return className.toLowerCase();
  }
  return String(config.activation ?? "linear");
}

function withSoftmax(graph: Graph): Graph {
  const name = "added_softmax";
  const { shape } = graph.output;
  const output = {
    name,
    className: "Softmax",
    config: {},
    weights: [],
    inputs: [graph.output],
    shape,
  };
  return { ...graph, nodes: [...graph.nodes, output], output };
}

function firstScale({ nodes }: Graph): number | undefined {
  const first = nodes[1];
  return first?.className === "Rescaling" ? Number([first.config.scale].flat()[0]) : undefined;
}
