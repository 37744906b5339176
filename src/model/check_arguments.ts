import type { GraphNode, Shape } from "./graph.ts";
import { refuseLayer } from "./refusal.ts";

type Check = (value: unknown, input: Shape) => boolean;

/** Larger windows, steps and margins fit no picture. */
const LONGEST = 2 ** 20;

const isNumber: Check = (value) => Number.isFinite(value);
const isMargin: Check = (value) => isWhole(value, 0, LONGEST);
const isCount: Check = (value) => isWhole(value, 1, LONGEST);
const isPairOf = (check: Check): Check => (value, input) =>
  check(value, input) || Array.isArray(value) && value.length === 2 &&
    value.every((one) => check(one, input));
const isForChannels: Check = (value, input) =>
  [value].flat().every((one) => isNumber(one, input)) &&
  (!Array.isArray(value) || value.length === 1 || value.length === input.at(-1));
const isLastAxis: Check = (value, input) =>
  [value].flat().length === 1 && [-1, input.length].includes(Number([value].flat()[0]));

/** What an argument must be where it is given. */
const ARGUMENTS: Readonly<Record<string, Check>> = {
  alpha: isNumber,
  cropping: isPairOf(isPairOf(isMargin)),
  dilation_rate: isPairOf(isCount),
  dims: (value, input) =>
    Array.isArray(value) && value.toSorted().join() === input.map((_, i) => i + 1).join(),
  epsilon: (value, input) => isNumber(value, input) && Number(value) >= 0,
  kernel_size: isPairOf(isCount),
  max_value: isNumber,
  negative_slope: isNumber,
  offset: isForChannels,
  pool_size: isPairOf(isCount),
  scale: (value, input) => typeof value === "boolean" || isForChannels(value, input),
  shared_axes: (value, input) =>
    Array.isArray(value) && value.every((axis) => axis >= 1 && axis < input.length),
  size: isPairOf(isCount),
  strides: isPairOf(isCount),
  threshold: isNumber,
};

/** As {@linkcode ARGUMENTS}, for arguments that mean something else in other layers. */
const OF_CLASS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  BatchNormalization: { axis: isLastAxis },
  Concatenate: {
    axis: (axis, { length }) => axis !== 0 && isWhole(axis, -length, length),
  },
  Softmax: { axis: isLastAxis },
  ZeroPadding2D: { padding: isPairOf(isPairOf(isMargin)) },
};

const isWindowPadding: Check = (value) => value === "valid" || value === "same";

/**
 * Refuses a layer whose arguments mean nothing, or that engines would not compute as Keras does.
 *
 * @param layer The layer, with channels last.
 * @param input Shape of its input, or of the first of several.
 * @throws {Refusal} Names the layer and the argument.
 */
export function checkArguments(
  layer: Pick<GraphNode, "name" | "op" | "attributes">,
  input: Shape,
): void {
  const checks = { padding: isWindowPadding, ...ARGUMENTS, ...OF_CLASS[layer.op] };
  for (const [name, check] of Object.entries(checks)) {
    const value = layer.attributes[name];
    if (value === undefined || value === null || check(value, input)) continue;
    refuseLayer(layer, `${name} ${JSON.stringify(value)} is not supported`);
  }
}

function isWhole(value: unknown, low: number, high: number): boolean {
  return Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
}
