import { activationOf, layerOfActivation } from "./activations.ts";
import type { Dataset } from "./hdf5.ts";
import type { KerasLayer } from "./keras_model.ts";
import { RULES } from "./layer_rules.ts";
import { productOf, type Shape } from "./output_shape.ts";
import { Refusal } from "./refusal.ts";

/** A layer as tfjs-layers takes it. */
export interface TfjsLayer {
  readonly className: string;
  /** Arguments by Keras 2's names. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Weights by tfjs's names, in its order. */
  readonly weights: readonly (Dataset & { readonly name: string })[];
}

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
 * @param input Shape of what it takes, of the first where it takes several.
 * @returns The layers that do the same one after the other, none for one that only serves training.
 * @throws {Refusal} If tfjs has no such layer, or not with these arguments, or the weights do not fit.
 */
export function convertLayer(
  layer: KerasLayer,
  weights: readonly Dataset[],
  input: Shape,
): TfjsLayer[] {
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
    .map((key) => [key, key === "axis" ? withoutList(config[key]) : config[key]]);
  const { own, after } = activationOf(config.activation, refuse);
  const converted = {
    className,
    config: { ...Object.fromEntries(kept), ...own && { activation: own } },
    weights: nameWeights(weights, rule.weights?.(config, input) ?? [], refuse),
  };
  if (className === "Activation" && after) return [after];
  if (className === "Reshape") return [reshape(config.target_shape as number[], input)];
  if (config.keepdims === true) return [converted, reshape([1, 1, -1], input.slice(2))];
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
    if (String(weight.shape) !== String(shape)) {
      refuse(`${name} is ${weight.shape.join("x")} but the layer takes ${shape.join("x")}`);
    }
    return { name, ...weight };
  });
}

/** `(x - mean) / sqrt(variance)` as one multiplication and addition for each channel. */
function normalization(
  config: KerasLayer["config"],
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

/** tfjs does not work out a size of -1 while the batch is open. */
function reshape(target: Shape, input: Shape): TfjsLayer {
  const open = productOf(input) / -productOf(target);
  const target_shape = target.map((size) => size === -1 ? open : size);
  return { className: "Reshape", config: { target_shape }, weights: [] };
}

/** Keras 2 writes an axis as a list of one, which tfjs does not expect. */
function withoutList(axis: unknown): unknown {
  return Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
}
