import { messageOf, ModelError } from "../errors.ts";
import { checkCost } from "./check_cost.ts";
import type { Graph, GraphNode, Shape, WeightSpec } from "./graph.ts";
import { type KerasLayer, type KerasModel, parseKerasModel } from "./keras_model.ts";
import { outputShape } from "./output_shape.ts";
import { Refusal, refuseLayer } from "./refusal.ts";
import { weightShapes } from "./weight_shapes.ts";

/** What {@linkcode readGraph} finds in a `model.json`. */
export interface ReadGraph {
  /** The network's layers. */
  readonly graph: Graph;
  /** Its weights, in the order of the weight files. */
  readonly specs: readonly WeightSpec[];
  /** Names of the weight files, in order. */
  readonly paths: readonly string[];
}

interface ModelJson {
  modelTopology?: { model_config?: unknown };
  weightsManifest?: { paths: unknown[]; weights: ManifestEntry[] }[];
}

interface ManifestEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string };
}

/**
 * Reads a network's layers out of `model.json`: a Keras 2 topology and a weights manifest, as
 * tfjs-layers writes them.
 *
 * @param json The parsed file.
 * @param file The file's path or URL, for messages.
 * @returns The layers with the shapes of their outputs, and where to find their weights.
 * @throws {ModelError} If Mien cannot run the network, for example because it has several inputs (`model-invalid`).
 *
 * @example
 * ```ts
 * import { readGraph } from "./read_graph.ts";
 * import assert from "node:assert/strict";
 *
 * const layers = [
 *   { class_name: "InputLayer", config: { name: "in", batch_input_shape: [null, 2, 3, 1] } },
 *   { class_name: "Flatten", config: { name: "out" }, inbound_nodes: [[["in", 0, 0, {}]]] },
 * ];
 * const config = { layers, input_layers: [["in", 0, 0]], output_layers: [["out", 0, 0]] };
 * const json = { modelTopology: { class_name: "Functional", config }, weightsManifest: [] };
 * const { graph } = readGraph(json, "model.json");
 * assert.deepEqual(graph.nodes.map(({ shape }) => shape), [[2, 3, 1], [6]]);
 * ```
 */
export function readGraph(json: unknown, file: string | URL): ReadGraph {
  try {
    const { modelTopology, weightsManifest } = (json ?? {}) as ModelJson;
    if (modelTopology === undefined || !Array.isArray(weightsManifest)) {
      throw new Refusal("modelTopology and weightsManifest are not both there");
    }
    const specs = weightsManifest.flatMap(({ weights }) => weights.map(specOf));
    const model = parseKerasModel(modelTopology?.model_config ?? modelTopology);
    const graph = graphOf(model, specs);
    checkCost(graph);
    return {
      graph,
      specs,
      paths: weightsManifest.flatMap(({ paths }) => paths.map(String)),
    };
  } catch (cause) {
    const why = cause instanceof Refusal ? cause.message : `it is damaged (${messageOf(cause)})`;
    throw new ModelError("model-invalid", `Cannot read model file ${file}: ${why}`, { cause });
  }
}

function specOf({ name, shape, dtype, quantization }: ManifestEntry): WeightSpec {
  const stored = quantization?.dtype ?? dtype;
  if (dtype !== "float32" || (stored !== "float32" && stored !== "float16")) {
    throw new Refusal(`weight ${name} is stored as ${stored}, not as float32 or float16`);
  }
  if (!isShape(shape)) throw new Refusal(`weight ${name} has no valid shape`);
  return { name: String(name), shape, dtype: stored };
}

function graphOf(model: KerasModel, specs: readonly WeightSpec[]): Graph {
  if (model.inputs.length !== 1) {
    throw new Refusal(`it has ${model.inputs.length} inputs, and one is supported`);
  }
  const weights = weightsByLayer(specs);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const nodes = new Map<string, GraphNode>();
  for (const layer of model.layers) {
    const node = nodeOf(layer, nodes, weights.get(layer.name) ?? {});
    checkWeights(node, nodes.get(node.inputs[0] ?? "")?.shape ?? [], shapes);
    weights.delete(layer.name);
    nodes.set(node.name, node);
  }
  const [stray] = weights.keys();
  if (stray !== undefined) throw new Refusal(`it has weights of ${stray}, which is no layer of it`);
  const lost = model.outputs.find((name) => !nodes.has(name));
  if (model.outputs.length === 0 || lost !== undefined) {
    throw new Refusal(`its output ${lost ?? "layer"} is missing`);
  }
  return { nodes: [...nodes.values()], outputs: model.outputs };
}

function nodeOf(
  { name, className: op, config, inputs, model }: KerasLayer,
  before: ReadonlyMap<string, GraphNode>,
  weights: GraphNode["weights"],
): GraphNode {
  const refuse = (why: string): never => refuseLayer({ name, op }, why);
  const { name: _, ...attributes } = config;
  if (before.has(name)) refuse("another layer has the same name");
  if (model) refuse("a model inside a model is not supported");
  if ((config.data_format ?? "channels_last") !== "channels_last") {
    refuse(`data_format ${config.data_format} is not supported`);
  }
  if (op === "InputLayer") {
    if (before.size > 0) refuse("one input is supported, and it comes first");
    const batch = config.batch_input_shape ?? config.batch_shape;
    const shape = Array.isArray(batch) ? batch.slice(1) : [];
    if (shape.length === 0 || !isShape(shape)) refuse("its shape is missing or not fixed");
    return { name, op, attributes: {}, inputs: [], shape, weights };
  }
  const shapes = inputs.map((input) =>
    before.get(input)?.shape ?? refuse(`its input ${input} is missing or comes after it`)
  );
  if (shapes.length === 0) refuse("it has no input");
  const shape = outputShape({ name, op, attributes }, shapes);
  return { name, op, attributes, inputs, shape, weights };
}

/** Makes sure that a layer has the weights that its class takes, and no others. */
function checkWeights(node: GraphNode, input: Shape, shapes: ReadonlyMap<string, Shape>): void {
  const expected = weightShapes(node, input);
  const names = expected.map(([name]) => name);
  const found = Object.keys(node.weights);
  if (found.toSorted().join() !== names.toSorted().join()) {
    const list = (names: readonly string[]) => names.join(", ") || "none";
    refuseLayer(node, `its weights are ${list(found)}, but it takes ${list(names)}`);
  }
  for (const [name, shape] of expected) {
    const given = shapes.get(node.weights[name]!)!;
    if (String(given) === String(shape)) continue;
    refuseLayer(node, `${name} is ${given.join("x")} but the layer takes ${shape.join("x")}`);
  }
}

/** The names of each layer's weights: `conv2d/kernel` is the `kernel` of `conv2d`. */
function weightsByLayer(specs: readonly WeightSpec[]): Map<string, Record<string, string>> {
  const layers = new Map<string, Record<string, string>>();
  for (const { name } of specs) {
    const at = name.lastIndexOf("/");
    const layer = name.slice(0, Math.max(at, 0)), weight = name.slice(at + 1);
    const weights = layers.get(layer) ?? {};
    if (Object.hasOwn(weights, weight)) throw new Refusal(`it has two weights ${name}`);
    weights[weight] = name;
    layers.set(layer, weights);
  }
  return layers;
}

function isShape(shape: unknown): shape is Shape {
  return Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0);
}
