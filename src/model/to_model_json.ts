import type { Graph, GraphNode, WeightSpec } from "./graph.ts";

/** A network as tfjs-layers reads it: the contents of `model.json`. */
export interface ModelJson {
  readonly format: "layers-model";
  /** The layers, as Keras 2 writes a functional model. */
  readonly modelTopology: object;
  /** The weights in the order of `weights.bin`. */
  readonly weightsManifest: readonly [{
    readonly paths: readonly string[];
    readonly weights: readonly ManifestEntry[];
  }];
}

/** One weight of a {@linkcode ModelJson}. */
export interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32";
  /** Present where the weight is stored in half precision. */
  readonly quantization?: { readonly dtype: "float16" };
}

/**
 * Writes a network in the form of `model.json`, with its weights in `weights.bin`.
 *
 * @param graph The network's layers.
 * @param specs Its weights, in the order in which they are stored.
 * @returns What `model.json` holds; `readGraph()` reads it back.
 *
 * @example
 * ```ts
 * import { readGraph } from "./read_graph.ts";
 * import { toModelJson } from "./to_model_json.ts";
 * import assert from "node:assert/strict";
 *
 * const input = { name: "in", op: "InputLayer", attributes: {}, inputs: [], shape: [4], weights: {} };
 * const graph = { nodes: [input], outputs: ["in"] };
 * assert.deepEqual(readGraph(toModelJson(graph, []), "model.json").graph, graph);
 * ```
 */
export function toModelJson({ nodes, outputs }: Graph, specs: readonly WeightSpec[]): ModelJson {
  return {
    format: "layers-model",
    modelTopology: {
      class_name: "Functional",
      config: {
        name: "network",
        layers: nodes.map(toLayer),
        input_layers: [[nodes[0]!.name, 0, 0]],
        output_layers: outputs.map((name) => [name, 0, 0]),
      },
    },
    weightsManifest: [{ paths: ["weights.bin"], weights: specs.map(toManifestEntry) }],
  };
}

function toLayer({ name, op, attributes, inputs, shape }: GraphNode): object {
  const config = op === "InputLayer"
    ? { batch_input_shape: [null, ...shape], dtype: "float32" }
    : attributes;
  return {
    class_name: op,
    name,
    config: { ...config, name },
    inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
  };
}

function toManifestEntry({ name, shape, dtype }: WeightSpec): ManifestEntry {
  return {
    name,
    shape,
    dtype: "float32",
    ...dtype === "float16" && { quantization: { dtype } },
  };
}
