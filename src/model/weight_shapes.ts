import type { GraphNode, Shape } from "./graph.ts";
import { pairOf } from "./output_shape.ts";

type Named = readonly [name: string, shape: Shape];

/**
 * Lists the weights of a layer in Keras's order.
 *
 * @param layer The layer, whose class is supported.
 * @param input Shape of its input, or of the first of several.
 * @returns The name and shape of each weight; none for most classes.
 *
 * @example
 * ```ts
 * import { weightShapes } from "./weight_shapes.ts";
 * import assert from "node:assert/strict";
 *
 * const dense = { op: "Dense", attributes: { units: 2 } };
 * assert.deepEqual(weightShapes(dense, [3]), [["kernel", [3, 2]], ["bias", [2]]]);
 * ```
 */
export function weightShapes(
  { op, attributes }: Pick<GraphNode, "op" | "attributes">,
  input: Shape,
): readonly Named[] {
  const { kernel_size, use_bias, scale, center, axis } = attributes;
  const channels = input.at(-1)!, times = Number(attributes.depth_multiplier ?? 1);
  const filters = Number(attributes.filters), units = Number(attributes.units);
  switch (op) {
    case "Conv2D":
      return [
        ["kernel", [...pairOf(kernel_size), channels, filters]],
        ...when(use_bias, "bias", [filters]),
      ];
    case "DepthwiseConv2D":
      return [
        ["depthwise_kernel", [...pairOf(kernel_size), channels, times]],
        ...when(use_bias, "bias", [channels * times]),
      ];
    case "SeparableConv2D":
      return [
        ["depthwise_kernel", [...pairOf(kernel_size), channels, times]],
        ["pointwise_kernel", [1, 1, channels * times, filters]],
        ...when(use_bias, "bias", [filters]),
      ];
    case "Dense":
      return [["kernel", [channels, units]], ...when(use_bias, "bias", [units])];
    case "BatchNormalization": {
      const size = sizesOf(input, axis);
      return [
        ...when(scale, "gamma", size),
        ...when(center, "beta", size),
        ["moving_mean", size],
        ["moving_variance", size],
      ];
    }
    case "LayerNormalization": {
      const size = sizesOf(input, axis);
      return [...when(scale, "gamma", size), ...when(center, "beta", size)];
    }
    case "PReLU": {
      const shared = (attributes.shared_axes ?? []) as number[];
      return [["alpha", input.map((size, at) => shared.includes(at + 1) ? 1 : size)]];
    }
    default:
      return [];
  }
}

function when(used: unknown, name: string, shape: Shape): Named[] {
  return used === false ? [] : [[name, shape]];
}

/** The sizes along `axis`, a number or a list, counted with the batch or from the end. */
function sizesOf(input: Shape, axis: unknown): Shape {
  return [axis ?? -1].flat().map(Number).map((at) => at < 0 ? input.at(at)! : input[at - 1]!);
}
