import type { TfjsLayer } from "./layers.ts";

/** Sizes without the batch: height, width, channels of a picture. */
export type Shape = readonly number[];

/**
 * The shape of what a layer gives.
 *
 * @param layer A layer as tfjs takes it, which keeps channels last.
 * @param inputs Shapes of what it takes, at least one.
 * @returns The shape of its output.
 *
 * @example
 * ```ts
 * import { outputShape } from "./output_shape.ts";
 * import assert from "node:assert/strict";
 *
 * const config = { pool_size: [3, 3], strides: [2, 2], padding: "same" };
 * assert.deepEqual(
 *   outputShape({ className: "MaxPooling2D", config, weights: [] }, [[47, 20, 8]]),
 *   [24, 10, 8],
 * );
 * ```
 */
export function outputShape({ className, config }: TfjsLayer, inputs: readonly Shape[]): Shape {
  const [shape] = inputs as [Shape];
  const [height = 1, width = 1, channels = 1] = shape;
  const window = (size: unknown): [number, number] => {
    const sizes = pairOf(size), strides = pairOf(config.strides ?? size);
    const rates = pairOf(config.dilation_rate ?? 1);
    const [rows, columns] = [height, width].map((length, axis) => {
      const reach = config.padding === "same" ? 0 : (sizes[axis]! - 1) * rates[axis]!;
      return Math.ceil((length - reach) / strides[axis]!);
    });
    return [rows!, columns!];
  };
  switch (className) {
    case "Conv2D":
    case "SeparableConv2D":
      return [...window(config.kernel_size), Number(config.filters)];
    case "DepthwiseConv2D":
      return [...window(config.kernel_size), channels * Number(config.depth_multiplier ?? 1)];
    case "MaxPooling2D":
    case "AveragePooling2D":
      return [...window(config.pool_size), channels];
    case "GlobalMaxPooling2D":
    case "GlobalAveragePooling2D":
      return [channels];
    case "Dense":
      return [...shape.slice(0, -1), Number(config.units)];
    case "Flatten":
      return [productOf(shape)];
    case "Reshape":
      return config.target_shape as number[];
    case "Permute":
      return (config.dims as number[]).map((axis) => shape[axis - 1]!);
    case "ZeroPadding2D": {
      const [rows, columns] = pairOf(config.padding).map(sumOf);
      return [height + rows!, width + columns!, channels];
    }
    case "Cropping2D": {
      const [rows, columns] = pairOf(config.cropping).map(sumOf);
      return [height - rows!, width - columns!, channels];
    }
    case "UpSampling2D": {
      const [rows, columns] = pairOf(config.size);
      return [height * rows, width * columns, channels];
    }
    case "Concatenate": {
      const axis = Number(config.axis ?? -1);
      const at = axis < 0 ? shape.length + axis : axis - 1;
      const total = inputs.reduce((sum, input) => sum + input[at]!, 0);
      return shape.map((size, i) => i === at ? total : size);
    }
    default:
      return shape.map((_, axis) => Math.max(...inputs.map((input) => input[axis]!)));
  }
}

/** The product of all sizes. */
export function productOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Rows and columns of an argument that is one for both or one for each. */
export function pairOf<T = number>(value: unknown): [T, T] {
  return (Array.isArray(value) ? value : [value, value]) as [T, T];
}

/** Before and after together, of a number for both or one for each. */
function sumOf(value: number | [number, number]): number {
  return Array.isArray(value) ? value[0] + value[1] : 2 * value;
}
