/** How one class of layers is rewritten. */
export interface LayerRule {
  /** Arguments kept as they are. */
  readonly keep?: readonly string[];
  /** Arguments for which one value is supported, where they are given. */
  readonly only?: Readonly<Record<string, unknown>>;
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
  },
  Concatenate: { keep: ["axis"] },
  Conv2D: { keep: [...convolution, "filters", "dilation_rate"], only: { groups: 1 } },
  Cropping2D: { keep: ["cropping"] },
  Dense: { keep: ["units", "use_bias"] },
  DepthwiseConv2D: {
    keep: [...convolution, "depth_multiplier"],
    only: { dilation_rate: [1, 1] },
  },
  ELU: { only: { alpha: 1 } },
  Flatten: {},
  GlobalAveragePooling2D: {},
  GlobalMaxPooling2D: {},
  LayerNormalization: {
    keep: ["axis", "epsilon", "center", "scale"],
    only: { rms_scaling: false },
  },
  MaxPooling2D: pooling,
  Maximum: {},
  Minimum: {},
  Multiply: {},
  PReLU: { keep: ["shared_axes"] },
  Permute: { keep: ["dims"] },
  Rescaling: { keep: ["scale", "offset"] },
  Reshape: {},
  SeparableConv2D: { keep: [...convolution, "filters", "depth_multiplier", "dilation_rate"] },
  Softmax: { keep: ["axis"] },
  UpSampling2D: { keep: ["size"], only: { interpolation: "nearest" } },
  ZeroPadding2D: { keep: ["padding"] },
};
