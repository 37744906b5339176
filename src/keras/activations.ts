import type { TfjsLayer } from "./layers.ts";

type Refuse = (why: string) => never;

/** Activations of the same name and meaning in Keras and tfjs-layers. */
const SAME = ["elu", "gelu", "linear", "mish", "relu", "relu6", "selu", "sigmoid", "softmax"]
  .concat("softplus", "softsign", "swish", "tanh");

/**
 * Rewrites the `activation` argument of a layer.
 *
 * @param activation A name, or a layer where Keras was given one.
 * @param refuse Throws an error that names the layer.
 * @returns `own`: what tfjs's layer takes; `after`: the layer that does it where tfjs's has none.
 */
export function activationOf(
  activation: unknown,
  refuse: Refuse,
): { own?: string; after?: TfjsLayer } {
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

/** A `ReLU` or `LeakyReLU` of Keras, whose arguments changed their names from Keras 2 to 3. */
export function layerOfActivation(
  className: "ReLU" | "LeakyReLU",
  config: Readonly<Record<string, unknown>>,
  refuse: Refuse,
): TfjsLayer {
  const slope = config.negative_slope ?? config.alpha ?? (className === "ReLU" ? 0 : 0.3);
  const maximum = config.max_value ?? undefined;
  if ((config.threshold ?? 0) !== 0) refuse(`threshold ${config.threshold} is not supported`);
  if (slope !== 0) {
    if (maximum !== undefined) refuse("max_value with negative_slope is not supported");
    return { className: "LeakyReLU", config: { alpha: slope }, weights: [] };
  }
  return {
    className: "ReLU",
    config: { ...maximum !== undefined && { max_value: maximum } },
    weights: [],
  };
}
