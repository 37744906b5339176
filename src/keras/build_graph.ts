import { checkCost } from "../model/check_cost.ts";
import type { Graph, GraphNode, Shape } from "../model/graph.ts";
import type { KerasLayer, KerasModel } from "../model/keras_model.ts";
import { outputShape } from "../model/output_shape.ts";
import { Refusal, refuseLayer } from "../model/refusal.ts";
import type { ConvertedLayer } from "./converted_layer.ts";
import type { Dataset } from "./hdf5.ts";
import { convertLayer } from "./layers.ts";
import type { WeightsOf } from "./read_weights.ts";

/** A weight under its name in the graph. */
export interface NamedDataset extends Dataset {
  /** Such as `conv2d/kernel`. */
  readonly name: string;
}

/** What {@linkcode buildGraph} makes of a model. */
export interface BuiltGraph {
  /** The layers, none of which is itself a model. Their names consist of letters, digits, `_.-`. */
  readonly graph: Graph;
  /** The weights that the graph names, layer by layer. */
  readonly weights: readonly NamedDataset[];
  /** Shape of one input: height, width, channels. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
}

/**
 * Joins a model and the models inside it into one graph.
 *
 * @param model What Keras saved.
 * @param weightsOf The layers' weights.
 * @returns The graph.
 * @throws {Refusal} If a layer is not supported, or the network does not go from one picture to one
 * output.
 */
export function buildGraph(model: KerasModel, weightsOf: WeightsOf): BuiltGraph {
  const inputShape = pictureShape(model), builder = new GraphBuilder(weightsOf);
  const inputLayer = { op: "InputLayer", attributes: {}, weights: [] };
  const entry = builder.add(inputLayer, model.inputs[0] ?? "input", [], inputShape);
  const output = builder.join(model, [entry]);
  const { nodes, weights, dropped } = builder, graph = { nodes, outputs: [output.name] };
  checkCost(graph);
  return { graph, weights, inputShape, dropped };
}

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly weights: NamedDataset[] = [];
  readonly dropped: string[] = [];
  readonly #weightsOf: WeightsOf;
  readonly #names = new Set<string>();

  constructor(weightsOf: WeightsOf) {
    this.#weightsOf = weightsOf;
  }

  /** Adds a layer whose output has a shape. */
  add(
    { op, attributes, weights }: ConvertedLayer,
    wanted: string,
    inputs: readonly GraphNode[],
    shape: Shape,
  ): GraphNode {
    const name = this.#unusedName(wanted);
    const named = weights.map((weight) => ({ ...weight, name: `${name}/${weight.name}` }));
    this.weights.push(...named);
    const node = {
      name,
      op,
      attributes,
      inputs: inputs.map((input) => input.name),
      shape,
      weights: Object.fromEntries(weights.map((weight, i) => [weight.name, named[i]!.name])),
    };
    this.nodes.push(node);
    return node;
  }

  /** Adds a model's layers and returns the last one. */
  join(model: KerasModel, entries: readonly GraphNode[]): GraphNode {
    const made = new Map<string, GraphNode>();
    for (const [i, name] of model.inputs.entries()) {
      if (entries[i]) made.set(name, entries[i]);
    }
    for (const layer of model.layers) {
      if (made.has(layer.name)) continue;
      const inputs = layer.inputs.map((name) =>
        made.get(name) ?? refuse(layer, `its input ${name} is missing or comes after it`)
      );
      if (inputs.length === 0) refuse(layer, "it has no input");
      made.set(
        layer.name,
        layer.model ? this.join(layer.model, inputs) : this.#chain(layer, inputs),
      );
    }
    const [output, ...more] = model.outputs.map((name) => made.get(name));
    if (!output || more.length > 0) {
      throw new Refusal(`it has ${model.outputs.length} outputs, and one is supported`);
    }
    return output;
  }

  /** Adds what a layer is rewritten as and returns the last node. */
  #chain(layer: KerasLayer, inputs: readonly GraphNode[]): GraphNode {
    const converted = convertLayer(layer, this.#weightsOf(layer), inputs[0]!.shape);
    if (converted.length === 0) this.dropped.push(layer.name);
    let before = inputs;
    for (const next of converted) {
      const { op, attributes } = next, shapes = before.map((input) => input.shape);
      const shape = outputShape({ name: layer.name, op, attributes }, shapes);
      before = [this.add(next, layer.name, before, shape)];
    }
    return before[0]!;
  }

  #unusedName(wanted: string): string {
    const base = wanted.replaceAll(/[^\w.-]/g, "_");
    let name = base;
    for (let i = 1; this.#names.has(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }
}

function pictureShape(model: KerasModel): [number, number, number] {
  if (model.inputs.length !== 1) {
    throw new Refusal(`it has ${model.inputs.length} inputs, and one is supported`);
  }
  const input = model.layers.find((layer) => layer.name === model.inputs[0]);
  const shape = input?.config.batch_shape ?? input?.config.batch_input_shape;
  const [, height, width, channels] = Array.isArray(shape) ? shape : [];
  const isPicture = Array.isArray(shape) && shape.length === 4 && height > 0 && width > 0 &&
    (channels === 1 || channels === 3);
  if (!isPicture) {
    const text = Array.isArray(shape) ? shape.slice(1).map((it) => it ?? "any").join("x") : "open";
    throw new Refusal(
      `its input shape is ${text}, and a fixed height x width x 1 (grey) or 3 (RGB) is supported`,
    );
  }
  return [height, width, channels];
}

function refuse({ name, className: op }: KerasLayer, why: string): never {
  return refuseLayer({ name, op }, why);
}
