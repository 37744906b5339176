import type { KerasLayer } from "../model/keras_model.ts";
import type { Shape } from "../model/graph.ts";
import { pairOf } from "../model/output_shape.ts";

type Config = KerasLayer["config"];

/** How one class of layers is rewritten. */
export interface LayerRule {
  /** Arguments kept as they are. */
  readonly keep?: readonly string[];
  /** Arguments for which one value is supported, where they are given. */
  readonly only?: Readonly<Record<string, unknown>>;
  /** Name and shape of each weight, for an input of this shape. */
  readonly weights?: (config: Config, input: Shape) => readonly (readonly [string, Shape])[];
}

const convolution = ["kernel_size", "strides", "padding", "use_bias"];
const pooling = { keep: ["pool_size", "strides", "padding"] };

/** The supported classes, as far as tfjs-layers 4.22 on WebAssembly agrees with Keras. */
export const RULES: Readonly<Record<string, LayerRule>> = {
  Activation: {},
  Add: {},
  Average: {},
  AveragePooling2D: pooling,
  BatchNormalization: {
    keep: ["axis", "epsilon", "center", "scale"],
    only: { renorm: false },
    weights: ({ axis, scale, center }, input) => {
      const size = sizesOf(input, axis);
      return [
        ...when(scale, "gamma", size),
        ...when(center, "beta", size),
        ["moving_mean", size],
        ["moving_variance", size],
      ];
    },
  },
  Concatenate: { keep: ["axis"] },
  Conv2D: {
    keep: [...convolution, "filters", "dilation_rate"],
    only: { groups: 1 },
    weights: ({ kernel_size, filters, use_bias }, input) => [
      ["kernel", [...pairOf(kernel_size), input[2]!, Number(filters)]],
      ...when(use_bias, "bias", [Number(filters)]),
    ],
  },
  Cropping2D: { keep: ["cropping"] },
  Dense: {
    keep: ["units", "use_bias"],
    weights: ({ units, use_bias }, input) => [
      ["kernel", [input.at(-1)!, Number(units)]],
      ...when(use_bias, "bias", [Number(units)]),
    ],
  },
  DepthwiseConv2D: {
    keep: [...convolution, "depth_multiplier"],
    only: { dilation_rate: [1, 1] },
    weights: ({ kernel_size, depth_multiplier: times = 1, use_bias }, input) => [
      ["depthwise_kernel", [...pairOf(kernel_size), input[2]!, Number(times)]],
      ...when(use_bias, "bias", [input[2]! * Number(times)]),
    ],
  },
  ELU: { only: { alpha: 1 } },
  Flatten: {},
  GlobalAveragePooling2D: {},
  GlobalMaxPooling2D: {},
  LayerNormalization: {
    keep: ["axis", "epsilon", "center", "scale"],
    only: { rms_scaling: false },
    weights: ({ axis, scale, center }, input) => [
      ...when(scale, "gamma", sizesOf(input, axis)),
      ...when(center, "beta", sizesOf(input, axis)),
    ],
  },
  MaxPooling2D: pooling,
  Maximum: {},
  Minimum: {},
  Multiply: {},
  PReLU: {
    keep: ["shared_axes"],
    weights: ({ shared_axes }, input) => {
      const shared = (shared_axes ?? []) as number[];
      return [["alpha", input.map((size, axis) => shared.includes(axis + 1) ? 1 : size)]];
    },
  },
  Permute: { keep: ["dims"] },
  Rescaling: { keep: ["scale", "offset"] },
  Reshape: {},
  SeparableConv2D: {
    keep: [...convolution, "filters", "depth_multiplier", "dilation_rate"],
    weights: ({ kernel_size, depth_multiplier: times = 1, filters, use_bias }, input) => [
      ["depthwise_kernel", [...pairOf(kernel_size), input[2]!, Number(times)]],
      ["pointwise_kernel", [1, 1, input[2]! * Number(times), Number(filters)]],
      ...when(use_bias, "bias", [Number(filters)]),
    ],
  },
  Softmax: { keep: ["axis"] },
  UpSampling2D: { keep: ["size"], only: { interpolation: "nearest" } },
  ZeroPadding2D: { keep: ["padding"] },
};

function when(used: unknown, name: string, shape: Shape): [string, Shape][] {
  return used === false ? [] : [[name, shape]];
}

/** The sizes along `axis`, a number or a list, counted with the batch or from the end. */
function sizesOf(input: Shape, axis: unknown): Shape {
  return [axis ?? -1].flat().map(Number).map((at) => at < 0 ? input.at(at)! : input[at - 1]!);
}
