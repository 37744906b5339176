import { activationOf, layerOfActivation } from "./activations.ts";
import type { Dataset } from "./hdf5.ts";
import type { KerasLayer } from "./keras_model.ts";
import { Refusal } from "./refusal.ts";

/** A layer as tfjs-layers takes it. */
export interface TfjsLayer {
  readonly className: string;
  /** Arguments by Keras 2's names. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Weights by tfjs's names, in its order. */
  readonly weights: readonly (Dataset & { readonly name: string })[];
}

/** Sizes that a weight must have, `null` where the architecture alone does not say. */
type Shape = readonly (number | null)[];
type Config = Readonly<Record<string, unknown>>;

/** How one class is rewritten. */
interface Rule {
  /** Arguments kept as they are. */
  readonly keep?: readonly string[];
  /** Arguments for which tfjs has one value alone, where they are given. */
  readonly only?: Readonly<Record<string, unknown>>;
  /** Name and shape of each weight. */
  readonly weights?: (config: Config) => readonly (readonly [string, Shape])[];
}

const convolution = ["kernel_size", "strides", "padding", "use_bias"];
const pooling = { keep: ["pool_size", "strides", "padding"] };

const RULES: Readonly<Record<string, Rule>> = {
  Activation: {},
  Add: {},
  Average: {},
  AveragePooling2D: pooling,
  BatchNormalization: {
    keep: ["axis", "epsilon", "center", "scale"],
    only: { renorm: false },
    weights: ({ scale, center }) => [
      ...when(scale, "gamma", [null]),
      ...when(center, "beta", [null]),
      ["moving_mean", [null]],
      ["moving_variance", [null]],
    ],
  },
  Concatenate: { keep: ["axis"] },
  Conv2D: {
    keep: [...convolution, "filters", "dilation_rate"],
    only: { groups: 1 },
    weights: ({ kernel_size, filters, use_bias }) => [
      ["kernel", [...pair(kernel_size), null, Number(filters)]],
      ...when(use_bias, "bias", [Number(filters)]),
    ],
  },
  Cropping2D: { keep: ["cropping"] },
  Dense: {
    keep: ["units", "use_bias"],
    weights: ({ units, use_bias }) => [
      ["kernel", [null, Number(units)]],
      ...when(use_bias, "bias", [Number(units)]),
    ],
  },
  DepthwiseConv2D: {
    keep: [...convolution, "depth_multiplier"],
    only: { dilation_rate: [1, 1] },
    weights: ({ kernel_size, depth_multiplier, use_bias }) => [
      ["depthwise_kernel", [...pair(kernel_size), null, Number(depth_multiplier)]],
      ...when(use_bias, "bias", [null]),
    ],
  },
  ELU: { only: { alpha: 1 } },
  Flatten: {},
  GlobalAveragePooling2D: {},
  GlobalMaxPooling2D: {},
  LayerNormalization: {
    keep: ["axis", "epsilon", "center", "scale"],
    only: { rms_scaling: false },
    weights: ({ scale, center }) => [
      ...when(scale, "gamma", [null]),
      ...when(center, "beta", [null]),
    ],
  },
  MaxPooling2D: pooling,
  Maximum: {},
  Minimum: {},
  Multiply: {},
  PReLU: { keep: ["shared_axes"], weights: () => [["alpha", []]] },
  Permute: { keep: ["dims"] },
  Rescaling: { keep: ["scale", "offset"] },
  Reshape: { keep: ["target_shape"] },
  SeparableConv2D: {
    keep: [...convolution, "filters", "depth_multiplier", "dilation_rate"],
    weights: ({ kernel_size, depth_multiplier, filters, use_bias }) => [
      ["depthwise_kernel", [...pair(kernel_size), null, Number(depth_multiplier)]],
      ["pointwise_kernel", [1, 1, null, Number(filters)]],
      ...when(use_bias, "bias", [Number(filters)]),
    ],
  },
  Softmax: { keep: ["axis"] },
  UpSampling2D: { keep: ["size"], only: { interpolation: "nearest" } },
  ZeroPadding2D: { keep: ["padding"] },
};

/** Layers that do something in training alone. */
const TRAINING_ONLY = new RegExp(
  "^(Dropout|SpatialDropout[123]D|AlphaDropout|GaussianDropout|GaussianNoise|" +
    "ActivityRegularization|Random(Brightness|ColorDegeneration|ColorJitter|Contrast|" +
    "ElasticTransform|Erasing|Flip|GaussianBlur|Grayscale|Height|Hue|Invert|Perspective|" +
    "Posterization|Rotation|Saturation|Sharpness|Shear|Translation|Width|Zoom))$",
);

/**
 * Rewrites a layer for tfjs-layers 4.22, whose layers know fewer arguments than those of Keras.
 *
 * @param layer The layer as Keras saved it.
 * @param weights Its weights in Keras's order.
 * @returns The layers that do the same one after the other, none for one that only serves training.
 * @throws {Refusal} If tfjs has no such layer, or not with these arguments, or the weights do not fit.
 */
export function convertLayer(layer: KerasLayer, weights: readonly Dataset[]): TfjsLayer[] {
  const { className, config } = layer;
  const refuse = (why: string): never => {
    throw new Refusal(`layer ${layer.name} (${className}): ${why}`);
  };
  if (TRAINING_ONLY.test(className)) return [];
  if (className === "ReLU" || className === "LeakyReLU") {
    return [layerOfActivation(className, config, refuse)];
  }
  if (className === "Normalization") return [normalization(config, weights, refuse)];
  const rule = Object.hasOwn(RULES, className)
    ? RULES[className]!
    : refuse("layers of this class are not supported");
  for (const [key, value] of Object.entries({ data_format: "channels_last", ...rule.only })) {
    const given = config[key] ?? value;
    if (JSON.stringify(given) !== JSON.stringify(value)) {
      refuse(`${key} ${JSON.stringify(given)} is not supported`);
    }
  }
  const kept = (rule.keep ?? []).filter((key) => config[key] !== undefined)
    .map((key) => [key, config[key]]);
  const { own, after } = activationOf(config.activation, refuse);
  const converted = {
    className,
    config: { ...Object.fromEntries(kept), ...own && { activation: own } },
    weights: nameWeights(weights, rule.weights?.(config) ?? [], refuse),
  };
  if (className === "Activation" && after) return [after];
  if (config.keepdims === true) return [converted, reshape([1, 1, -1])];
  return [converted, ...after ? [after] : []];
}

function nameWeights(
  weights: readonly Dataset[],
  expected: readonly (readonly [string, Shape])[],
  refuse: (why: string) => never,
): TfjsLayer["weights"] {
  if (weights.length !== expected.length) {
    refuse(`${expected.length} weights are expected but ${weights.length} are there`);
  }
  return expected.map(([name, shape], i) => {
    const weight = weights[i]!;
    const fits = shape.length === 0 || shape.length === weight.shape.length &&
        shape.every((size, axis) => size === null || size === weight.shape[axis]);
    if (!fits) {
      const asked = shape.map((size) => size ?? "any").join("x");
      refuse(`${name} is ${weight.shape.join("x")} but the architecture asks for ${asked}`);
    }
    return { name, ...weight };
  });
}

/** `(x - mean) / sqrt(variance)` as one multiplication and addition for each channel. */
function normalization(
  config: Config,
  weights: readonly Dataset[],
  refuse: (why: string) => never,
): TfjsLayer {
  if (config.invert === true) refuse("invert is not supported");
  const numbers = (given: unknown, index: number): number[] =>
    given === null || given === undefined
      ? [...weights[index]?.data ?? refuse("its mean and variance are missing")]
      : [given].flat(4) as number[];
  const means = numbers(config.mean, 0), variances = numbers(config.variance, 1);
  const scale = variances.map((variance) => 1 / Math.max(Math.sqrt(variance), 1e-7));
  const offset = means.map((mean, i) => -mean * (scale[i] ?? scale[0]!));
  return { className: "Rescaling", config: { scale, offset }, weights: [] };
}

function reshape(target_shape: readonly number[]): TfjsLayer {
  return { className: "Reshape", config: { target_shape }, weights: [] };
}

function when(used: unknown, name: string, shape: Shape): [string, Shape][] {
  return used === false ? [] : [[name, shape]];
}

function pair(size: unknown): number[] {
  return Array.isArray(size) ? size : [Number(size), Number(size)];
}
