import type { Shape } from "../model/graph.ts";
import type { KerasLayer } from "../model/keras_model.ts";
import { productOf } from "../model/output_shape.ts";
import { refuseLayer } from "../model/refusal.ts";
import { weightShapes } from "../model/weight_shapes.ts";
import { activationOf, layerOfActivation } from "./activations.ts";
import type { ConvertedLayer } from "./converted_layer.ts";
import type { Dataset } from "./hdf5.ts";
import { RULES } from "./layer_rules.ts";

/** Layers that do something only in training. */
const TRAINING_ONLY = new RegExp(
  "^(Dropout|SpatialDropout[123]D|AlphaDropout|GaussianDropout|GaussianNoise|" +
    "ActivityRegularization|Random(Brightness|ColorDegeneration|ColorJitter|Contrast|" +
    "ElasticTransform|Erasing|Flip|GaussianBlur|Grayscale|Height|Hue|Invert|Perspective|" +
    "Posterization|Rotation|Saturation|Sharpness|Shear|Translation|Width|Zoom))$",
);

/** Layers that engines compute along the last axis only. */
const LAST_AXIS_ONLY = ["BatchNormalization", "Softmax"];

/**
 * Rewrites a layer of Keras 1 to 3 as layers of a graph, which know fewer arguments.
 *
 * @param layer The layer as Keras saved it.
 * @param weights Its weights in Keras's order.
 * @param input Shape of its input, or of the first of several.
 * @returns The equivalent layers, in order; none for a layer that only serves training.
 * @throws {Refusal} If there is no equivalent layer, or the weights do not fit.
 */
export function convertLayer(
  layer: KerasLayer,
  weights: readonly Dataset[],
  input: Shape,
): ConvertedLayer[] {
  const { className } = layer, config = withoutNumpy(layer.config);
  const refuse = (why: string): never => refuseLayer({ name: layer.name, op: className }, why);
  if (TRAINING_ONLY.test(className)) return [];
  if (className === "ReLU" || className === "LeakyReLU") {
    return [layerOfActivation(className, config, refuse)];
  }
  if (className === "Normalization") return [normalization(config, weights, input, refuse)];
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
  const attributes = { ...Object.fromEntries(kept), ...own && { activation: own } };
  const expected = weightShapes({ op: className, attributes }, input);
  const converted = {
    op: className,
    attributes,
    weights: nameWeights(weights, expected, refuse),
  };
  if (className === "Activation" && after) return [after];
  if (className === "Reshape") return [reshape(config.target_shape as number[], input)];
  if (config.keepdims === true) return [converted, reshape([1, 1, -1], input.slice(2))];
  if (LAST_AXIS_ONLY.includes(className)) return withLastAxis(converted, input.length);
  return [converted, ...after ? [after] : []];
}

/** Moves the axis of a layer to the end and back, where engines take no other. */
function withLastAxis(layer: ConvertedLayer, rank: number): ConvertedLayer[] {
  const { axis = -1 } = layer.attributes;
  if (!Number.isInteger(axis)) return [layer];
  const at = axis as number < 0 ? rank + (axis as number) : axis as number - 1;
  if (at < 0 || at >= rank - 1) return [layer];
  const dims = Array.from({ length: rank }, (_, i) => i + 1);
  [dims[at], dims[rank - 1]] = [rank, at + 1];
  const move = { op: "Permute", attributes: { dims }, weights: [] };
  return [move, { ...layer, attributes: { ...layer.attributes, axis: -1 } }, move];
}

function nameWeights(
  weights: readonly Dataset[],
  expected: readonly (readonly [string, Shape])[],
  refuse: (why: string) => never,
): ConvertedLayer["weights"] {
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

/** Writes `(x - mean) / sqrt(variance)` as one multiplication and addition per channel. */
function normalization(
  config: KerasLayer["config"],
  weights: readonly Dataset[],
  input: Shape,
  refuse: (why: string) => never,
): ConvertedLayer {
  if (config.invert === true) refuse("invert is not supported");
  const axes = [config.axis ?? []].flat();
  if (axes.some((axis) => axis !== -1 && axis !== input.length)) {
    refuse(`axis ${JSON.stringify(config.axis)} is not supported`);
  }
  const numbers = (given: unknown, index: number): number[] =>
    given === null || given === undefined
      ? [...weights[index]?.data ?? refuse("its mean and variance are missing")]
      : [given].flat(4) as number[];
  const means = numbers(config.mean, 0), variances = numbers(config.variance, 1);
  const scale = variances.map((variance) => 1 / Math.max(Math.sqrt(variance), 1e-7));
  const offset = means.map((mean, i) => -mean * (scale[i] ?? scale[0]!));
  return { op: "Rescaling", attributes: { scale, offset }, weights: [] };
}

/** Computes the size given as -1, which tfjs cannot do while the batch size is unknown. */
function reshape(target: Shape, input: Shape): ConvertedLayer {
  const open = productOf(input) / -productOf(target);
  const target_shape = target.map((size) => size === -1 ? open : size);
  return { op: "Reshape", attributes: { target_shape }, weights: [] };
}

/** Keras 3 writes an array of NumPy as an object. */
function withoutNumpy(config: KerasLayer["config"]): KerasLayer["config"] {
  const entries = Object.entries(config).map(([key, argument]) => {
    const array = argument as { class_name?: string; config?: { value?: unknown } } | null;
    return [key, array?.class_name === "__numpy__" ? array.config?.value : argument];
  });
  return Object.fromEntries(entries);
}

/** Keras 2 writes an axis as a list of one. */
function withoutList(axis: unknown): unknown {
  return Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
}
