import type { ConvertedLayer } from "./converted_layer.ts";

type Refuse = (why: string) => never;

/** Activations that keep their name. */
const SAME = ["elu", "gelu", "linear", "mish", "relu", "relu6", "selu", "sigmoid", "softmax"]
  .concat("softplus", "softsign", "swish", "tanh");

/**
 * Rewrites the `activation` argument of a layer.
 *
 * @param activation A name, or a layer where Keras was given one.
 * @param refuse Throws an error that names the layer.
 * @returns `own`: the layer's own activation; `after`: a layer that does it after the layer.
 */
export function activationOf(
  activation: unknown,
  refuse: Refuse,
): { own?: string; after?: ConvertedLayer } {
  if (activation === undefined || activation === null) return {};
  if (typeof activation === "string") {
    if (activation === "silu") return { own: "swish" };
    if (SAME.includes(activation)) return { own: activation };
    if (activation === "leaky_relu") {
      return { after: layerOfActivation("LeakyReLU", { alpha: 0.2 }, refuse) };
    }
    return refuse(`activation ${activation} is not supported`);
  }
  const { class_name, config } = activation as {
    class_name?: string;
    config?: Record<string, unknown>;
  };
  if (class_name === "ReLU" || class_name === "LeakyReLU") {
    return { after: layerOfActivation(class_name, config ?? {}, refuse) };
  }
  if (class_name === "ELU" && (config?.alpha ?? 1) === 1) return { own: "elu" };
  return refuse(`activation ${class_name ?? "(unknown)"} is not supported`);
}

/** Rewrites a `ReLU` or `LeakyReLU`, whose arguments have other names in Keras 3 than in 2. */
export function layerOfActivation(
  className: "ReLU" | "LeakyReLU",
  config: Readonly<Record<string, unknown>>,
  refuse: Refuse,
): ConvertedLayer {
  const slope = config.negative_slope ?? config.alpha ?? (className === "ReLU" ? 0 : 0.3);
  const maximum = config.max_value ?? undefined;
  if ((config.threshold ?? 0) !== 0) refuse(`threshold ${config.threshold} is not supported`);
  if (slope !== 0) {
    if (maximum !== undefined) refuse("max_value with negative_slope is not supported");
    return { op: "LeakyReLU", attributes: { alpha: slope }, weights: [] };
  }
  return {
    op: "ReLU",
    attributes: { ...maximum !== undefined && { max_value: maximum } },
    weights: [],
  };
}
