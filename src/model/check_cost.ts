import type { Graph, GraphNode, Shape } from "./graph.ts";
import { pairOf, productOf } from "./output_shape.ts";
import { Refusal } from "./refusal.ts";

/** The deepest networks in use have about a thousand layers. */
const MOST_LAYERS = 5000;
/** Numbers that are needed at the same time, 512 MiB of them. */
const MOST_NUMBERS = 2 ** 27;
/** Multiplications for one picture: several seconds. EfficientNet-B7 takes 3.7e10 at 600x600. */
const MOST_STEPS = 1e11;
/** One counts as so many: TensorFlow.js, which runs large depthwise kernels, does about 1e9 a second. */
const DEPTHWISE_COST = 8;

/**
 * Refuses a network that would take more time or memory than any network of use.
 *
 * @param graph The network.
 * @throws {Refusal} If it is too large.
 */
export function checkCost({ nodes, outputs }: Graph): void {
  const links = nodes.reduce((sum, node) => sum + node.inputs.length, 0);
  if (nodes.length > MOST_LAYERS || links > 2 * MOST_LAYERS) {
    throw new Refusal(`it has ${Math.max(nodes.length, links)} layers or links, which is too many`);
  }
  const shapes = new Map(nodes.map(({ name, shape }) => [name, shape]));
  const steps = nodes.reduce((sum, node) => {
    return sum + stepsOf(node, node.inputs.map((name) => shapes.get(name)!));
  }, 0);
  if (!(steps <= MOST_STEPS)) {
    throw new Refusal(`it takes ${steps.toExponential(1)} multiplications, which is too many`);
  }
  const numbers = mostNumbers(nodes, outputs);
  if (!(numbers <= MOST_NUMBERS)) {
    throw new Refusal(`it takes ${Math.round(numbers * 4 / 2 ** 20)} MiB, which is too much`);
  }
}

/** About how many multiplications a layer takes. */
function stepsOf({ op, attributes, shape }: GraphNode, inputs: readonly Shape[]): number {
  const size = productOf(shape), channels = inputs[0]?.at(-1) ?? 1;
  const window = productOf(pairOf(attributes.kernel_size ?? attributes.pool_size ?? 1));
  switch (op) {
    case "Conv2D":
      return size * window * channels;
    case "SeparableConv2D":
      return productOf(shape.slice(0, -1)) * channels * Number(attributes.depth_multiplier ?? 1) *
        (window * DEPTHWISE_COST + shape.at(-1)!);
    case "DepthwiseConv2D":
      return size * window * DEPTHWISE_COST;
    case "MaxPooling2D":
    case "AveragePooling2D":
      return size * window;
    case "Dense":
      return size * channels;
    default:
      return size + inputs.reduce((sum, input) => sum + productOf(input), 0);
  }
}

/** How many numbers are needed at the same time, at most. */
function mostNumbers(nodes: readonly GraphNode[], outputs: readonly string[]): number {
  const lastUse = new Map<string, number>();
  for (const [i, { name, inputs }] of nodes.entries()) {
    for (const it of [name, ...inputs]) lastUse.set(it, i);
  }
  for (const name of outputs) lastUse.set(name, nodes.length);
  const ending = Map.groupBy(nodes, ({ name }) => lastUse.get(name)!);
  let most = 0, now = 0;
  for (const [i, { shape }] of nodes.entries()) {
    now += productOf(shape);
    most = Math.max(most, now);
    for (const node of ending.get(i) ?? []) now -= productOf(node.shape);
  }
  return most;
}
