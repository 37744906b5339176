import { checkArguments } from "./check_arguments.ts";
import type { GraphNode, Shape } from "./graph.ts";
import { refuseLayer } from "./refusal.ts";

/** What the shape of a layer's output depends on, and its name for messages. */
export type ShapedLayer = Pick<GraphNode, "name" | "op" | "attributes">;

/** Layers whose output has the shape of their input. */
const SAME = new Set([
  ...["Activation", "ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax"],
  ...["BatchNormalization", "Dropout", "LayerNormalization", "Rescaling"],
]);

/** Layers that combine inputs number by number, repeating sizes of 1. */
const MERGES = new Set(["Add", "Average", "Maximum", "Minimum", "Multiply"]);

/** Layers that only take pictures. */
const PICTURE = /2D$|^ChannelPadding$|^Resizing$/;

/** No output may hold more numbers than this, 256 MiB of them. */
const LARGEST = 2 ** 26;

/** What is beyond twice the input in a window only ever meets padding; networks of use have some. */
const MOST_OUTSIDE = 32;

/**
 * Infers the shape of a layer's output.
 *
 * @param layer The layer, with channels last.
 * @param inputs Shapes of its inputs, at least one.
 * @returns The shape of its output.
 * @throws {Refusal} If the layer's class is unknown, or it cannot take these inputs.
 *
 * @example
 * ```ts
 * import { outputShape } from "./output_shape.ts";
 * import assert from "node:assert/strict";
 *
 * const attributes = { pool_size: [3, 3], strides: [2, 2], padding: "same" };
 * assert.deepEqual(
 *   outputShape({ name: "pool", op: "MaxPooling2D", attributes }, [[47, 20, 8]]),
 *   [24, 10, 8],
 * );
 * ```
 */
export function outputShape(layer: ShapedLayer, inputs: readonly Shape[]): Shape {
  const [first] = inputs as [Shape];
  if (PICTURE.test(layer.op) && first.length !== 3) {
    refuseLayer(layer, `its input is ${first.join("x")}, not height x width x channels`);
  }
  checkArguments(layer, first);
  const shape = SAME.has(layer.op)
    ? first
    : MERGES.has(layer.op)
    ? broadcast(layer, inputs)
    : shapeOf(layer, first, inputs);
  const fits = Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0) &&
    productOf(shape) <= LARGEST;
  return fits ? shape : refuseLayer(layer, `its output would be ${[shape].flat().join("x")}`);
}

function shapeOf(layer: ShapedLayer, shape: Shape, inputs: readonly Shape[]): Shape {
  const { op, attributes: config } = layer;
  const [height = 1, width = 1, channels = 1] = shape;
  switch (op) {
    case "Conv2D":
    case "SeparableConv2D":
      return [...windows(layer, shape, config.kernel_size), Number(config.filters)];
    case "DepthwiseConv2D":
      return [
        ...windows(layer, shape, config.kernel_size),
        channels * Number(config.depth_multiplier ?? 1),
      ];
    case "MaxPooling2D":
    case "AveragePooling2D":
      return [...windows(layer, shape, config.pool_size ?? 2), channels];
    case "GlobalMaxPooling2D":
    case "GlobalAveragePooling2D":
      return [channels];
    case "Dense":
      return [...shape.slice(0, -1), Number(config.units)];
    case "Flatten":
      return [productOf(shape)];
    case "Reshape":
      return reshaped(layer, shape);
    case "Permute":
      return (config.dims as number[]).map((axis) => shape[axis - 1]!);
    case "ChannelPadding":
      return [height, width, channels + Number(config.channels)];
    case "ZeroPadding2D": {
      const [rows, columns] = pairOf(config.padding ?? 1).map(sumOf);
      return [height + rows!, width + columns!, channels];
    }
    case "Cropping2D": {
      const [rows, columns] = pairOf(config.cropping ?? 0).map(sumOf);
      return [height - rows!, width - columns!, channels];
    }
    case "UpSampling2D": {
      const [rows, columns] = pairOf(config.size ?? 2);
      return [height * rows, width * columns, channels];
    }
    case "Resizing":
      if ((config.interpolation ?? "bilinear") !== "bilinear") {
        refuseLayer(layer, `interpolation ${config.interpolation} is not supported`);
      }
      return [Number(config.height), Number(config.width), channels];
    case "Concatenate":
      return concatenated(layer, inputs);
    default:
      return refuseLayer(layer, "layers of this class are not supported");
  }
}

/** How many windows fit, down and across. */
function windows(layer: ShapedLayer, shape: Shape, size: unknown): number[] {
  const { op, attributes: config } = layer, sizes = pairOf(size);
  if (sizes.some((length, axis) => length > 2 * shape[axis]! + MOST_OUTSIDE)) {
    const [window, input] = [sizes, shape.slice(0, 2)].map((it) => it.join("x"));
    refuseLayer(layer, `its window of ${window} is far larger than its input of ${input}`);
  }
  const strides = pairOf(config.strides ?? (op.endsWith("Pooling2D") ? size : 1));
  const rates = pairOf(config.dilation_rate ?? 1);
  return [0, 1].map((axis) => {
    const reach = config.padding === "same" ? 0 : (sizes[axis]! - 1) * rates[axis]!;
    return Math.ceil((shape[axis]! - reach) / strides[axis]!);
  });
}

function reshaped(layer: ShapedLayer, input: Shape): Shape {
  const target = layer.attributes.target_shape as number[];
  const known = productOf(target.filter((size) => size !== -1));
  const shape = target.map((size) => size === -1 ? productOf(input) / known : size);
  if (productOf(shape) !== productOf(input)) {
    refuseLayer(layer, `${input.join("x")} does not fill ${target.join("x")}`);
  }
  return shape;
}

function broadcast(layer: ShapedLayer, inputs: readonly Shape[]): Shape {
  const [first] = inputs as [Shape];
  const shape = first.map((_, axis) => Math.max(...inputs.map((input) => input[axis] ?? NaN)));
  const fits = inputs.every((input) =>
    input.length === shape.length &&
    input.every((size, axis) => size === shape[axis] || size === 1)
  );
  return fits ? shape : refuseInputs(layer, inputs);
}

function concatenated(layer: ShapedLayer, inputs: readonly Shape[]): Shape {
  const [first] = inputs as [Shape];
  const axis = Number(layer.attributes.axis ?? -1);
  const at = axis < 0 ? first.length + axis : axis - 1;
  const fits = inputs.every((input) =>
    input.length === first.length && input.every((size, i) => i === at || size === first[i])
  );
  if (!fits) refuseInputs(layer, inputs);
  const total = inputs.reduce((sum, input) => sum + input[at]!, 0);
  return first.map((size, i) => i === at ? total : size);
}

function refuseInputs(layer: ShapedLayer, inputs: readonly Shape[]): never {
  const shapes = inputs.map((input) => input.join("x")).join(" and ");
  return refuseLayer(layer, `inputs of ${shapes} do not go together`);
}

/** The product of all sizes. */
export function productOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Rows and columns from one number for both or one for each. */
export function pairOf<T = number>(value: unknown): [T, T] {
  return (Array.isArray(value) ? value : [value, value]) as [T, T];
}

/** The sum of before and after, from one number for both or one for each. */
function sumOf(value: number | [number, number]): number {
  return Array.isArray(value) ? value[0] + value[1] : 2 * value;
}
