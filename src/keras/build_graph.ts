import type { KerasLayer, KerasModel } from "./keras_model.ts";
import { convertLayer, type TfjsLayer } from "./layers.ts";
import { outputShape, type Shape } from "./output_shape.ts";
import type { WeightsOf } from "./read_weights.ts";
import { Refusal } from "./refusal.ts";

/** A layer of a network without nesting. */
export interface GraphNode extends TfjsLayer {
  /** Unique, of letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** Shape of what it gives. */
  readonly shape: Shape;
  /** The nodes before it, none for the input. */
  readonly inputs: readonly GraphNode[];
}

/** A network as the list of its layers, each after those that it takes its input from. */
export interface Graph {
  /** The first one is the input. */
  readonly nodes: readonly GraphNode[];
  /** The one whose output is the network's. */
  readonly output: GraphNode;
  /** Shape of one input: height, width, channels. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Names of the layers left out because they only serve training. */
  readonly dropped: readonly string[];
}

/**
 * Joins a model and the models inside it into one graph of layers that tfjs has.
 *
 * @param model What Keras saved.
 * @param weightsOf The layers' weights.
 * @returns The graph.
 * @throws {Refusal} If a layer has no equal in tfjs-layers, or the network does not go from one
 * picture to one list of numbers.
 */
export function buildGraph(model: KerasModel, weightsOf: WeightsOf): Graph {
  const nodes: GraphNode[] = [], dropped: string[] = [], used = new Set<string>();
  const inputShape = pictureShape(model);

  function add(layer: TfjsLayer, wanted: string, inputs: readonly GraphNode[]): GraphNode {
    const base = wanted.replaceAll(/[^\w.-]/g, "_");
    let name = base;
    for (let i = 1; used.has(name); i++) name = `${base}_${i}`;
    used.add(name);
    const shape = inputs.length === 0
      ? inputShape
      : outputShape(layer, inputs.map((input) => input.shape));
    const fits = shape.every((size) => Number.isInteger(size) && size > 0);
    if (!fits) refuse({ ...layer, name: wanted }, `its output would be ${shape.join("x")}`);
    const node = { ...layer, name, inputs, shape };
    nodes.push(node);
    return node;
  }

  /** Adds a model's layers and gives its output. */
  function join(model: KerasModel, entries: readonly GraphNode[]): GraphNode {
    const made = new Map(model.inputs.map((name, i) => [name, entries[i]!]));
    for (const layer of model.layers) {
      if (made.has(layer.name)) continue;
      const inputs = layer.inputs.map((name) =>
        made.get(name) ?? refuse(layer, `its input ${name} comes after it or is missing`)
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

  function chain(layer: KerasLayer, inputs: readonly GraphNode[]): GraphNode {
    const converted = convertLayer(layer, weightsOf(layer), inputs[0]!.shape);
    if (converted.length === 0) dropped.push(layer.name);
    return converted.reduce(
      ([before, ...rest], next) => [add(next, layer.name, before ? [before, ...rest] : [])],
      inputs,
    )[0]!;
  }

  const input = add(
    {
      className: "InputLayer",
      config: { batch_input_shape: [null, ...inputShape], dtype: "float32" },
      weights: [],
    },
    model.inputs[0] ?? "input",
    [],
  );
  const output = join(model, [input]);
  return { nodes, output, inputShape, dropped };
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

function refuse(layer: { name: string; className: string }, why: string): never {
  throw new Refusal(`layer ${layer.name} (${layer.className}): ${why}`);
}
