import type { Graph, GraphNode, NetworkWeights, Shape } from "../../../src/model/graph.ts";
import type { NetworkFiles } from "../../../src/engine/engine.ts";
import { outputShape } from "../../../src/keras/output_shape.ts";

interface KerasLayer {
  readonly class_name: string;
  readonly config: Record<string, unknown> & { readonly name: string };
  readonly inbound_nodes?: readonly (readonly (readonly [string, ...unknown[]])[])[];
}

interface KerasConfig {
  readonly layers: readonly KerasLayer[];
  readonly output_layers: readonly (readonly [string, ...unknown[]])[];
}

/** The graph of a network as tfjs-layers stores it. */
export function graphOf({ topology, weightSpecs }: NetworkFiles): Graph {
  const model = topology as { model_config?: { config: KerasConfig }; config?: KerasConfig };
  const config = model.model_config?.config ?? model.config!;
  const shapes = new Map<string, Shape>();
  const nodes = config.layers.map((layer): GraphNode => {
    const { class_name: op, config: { name, ...attributes } } = layer;
    const inputs = (layer.inbound_nodes ?? []).flat().map(([input]) => input);
    const shape = op === "InputLayer"
      ? (attributes.batch_input_shape as number[]).slice(1)
      : shapeOf(op, attributes, inputs.map((input) => shapes.get(input)!));
    shapes.set(name, shape);
    const weights = weightSpecs.map((spec) => spec.name)
      .filter((weight) => weight.startsWith(`${name}/`))
      .map((weight) => [weight.slice(name.length + 1), weight] as const);
    return { name, op, attributes, inputs, shape, weights: Object.fromEntries(weights) };
  });
  return { nodes, outputs: config.output_layers.map(([name]) => name) };
}

function shapeOf(op: string, config: Record<string, unknown>, inputs: readonly Shape[]): Shape {
  const [input] = inputs as [Shape];
  if (op === "ChannelPadding") {
    return [...input.slice(0, -1), input.at(-1)! + Number(config.channels)];
  }
  return outputShape({ className: op, config, weights: [] }, inputs);
}

/** The weights of a network as tfjs-layers stores it. */
export function weightsOf({ weightSpecs, weightData }: NetworkFiles): NetworkWeights {
  const specs = weightSpecs.map(({ name, shape, quantization }) => ({
    name,
    shape,
    dtype: quantization?.dtype ?? ("float32" as const),
  }));
  return { specs, data: weightData };
}

/** The largest difference between two lists of numbers; infinity if they have not the same length. */
export function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity;
  let most = 0;
  for (let i = 0; i < one.length; i++) {
    const difference = Math.abs(one[i]! - other[i]!);
    // Not a number must not pass.
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}
