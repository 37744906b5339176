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
  const nodes: GraphNode[] = [], weights: NamedDataset[] = [], dropped: string[] = [];
  const inputShape = pictureShape(model);

  function add(layer: ConvertedLayer, wanted: string, inputs: readonly GraphNode[]): GraphNode {
    const { op, attributes } = layer;
    const shape: Shape = inputs.length === 0
      ? inputShape
      : outputShape({ name: wanted, op, attributes }, inputs.map((input) => input.shape));
    const name = unusedName(wanted, nodes);
    const named = layer.weights.map((weight) => ({ ...weight, name: `${name}/${weight.name}` }));
    weights.push(...named);
    const node = {
      name,
      op,
      attributes,
      inputs: inputs.map((input) => input.name),
      shape,
      weights: Object.fromEntries(layer.weights.map((weight, i) => [weight.name, named[i]!.name])),
    };
    nodes.push(node);
    return node;
  }

  /** Adds a model's layers and returns the last one. */
  function join(model: KerasModel, entries: readonly GraphNode[]): GraphNode {
    const made = new Map(model.inputs.map((name, i) => [name, entries[i]!]));
    for (const layer of model.layers) {
      if (made.has(layer.name)) continue;
      const inputs = layer.inputs.map((name) =>
        made.get(name) ?? refuse(layer, `its input ${name} is missing or comes after it`)
      );
      const [first] = inputs;
      if (first === undefined) return refuse(layer, "it has no input");
      made.set(layer.name, layer.model ? join(layer.model, inputs) : chain(layer, inputs));
    }
    const [output, ...more] = model.outputs.map((name) => made.get(name));
    if (!output || more.length > 0) {
      throw new Refusal(`it has ${model.outputs.length} outputs, and one is supported`);
    }
    return output;
  }

  /** Adds what a layer is rewritten as and returns the last node. */
  function chain(layer: KerasLayer, inputs: readonly GraphNode[]): GraphNode {
    const converted = convertLayer(layer, weightsOf(layer), inputs[0]!.shape);
    if (converted.length === 0) dropped.push(layer.name);
    return converted.reduce(
      ([before, ...rest], next) => [add(next, layer.name, before ? [before, ...rest] : [])],
      inputs,
    )[0]!;
  }

  const inputLayer = { op: "InputLayer", attributes: {}, weights: [] };
  const output = join(model, [add(inputLayer, model.inputs[0] ?? "input", [])]);
  return { graph: { nodes, outputs: [output.name] }, weights, inputShape, dropped };
}

function unusedName(wanted: string, nodes: readonly GraphNode[]): string {
  const base = wanted.replaceAll(/[^\w.-]/g, "_");
  let name = base;
  for (let i = 1; nodes.some((node) => node.name === name); i++) name = `${base}_${i}`;
  return name;
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
