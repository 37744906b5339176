import type { GraphNode } from "../../model/graph.ts";
import type { Activation, Softmax } from "./operation.ts";

type Result = (Activation | Softmax)[];

const NAMED: Readonly<Record<string, Result>> = {
  linear: [],
  relu: [{ kind: "activation", activation: "relu" }],
  relu6: [{ kind: "activation", activation: "relu", maximum: 6 }],
  elu: [{ kind: "activation", activation: "elu", slope: 1 }],
  sigmoid: [{ kind: "activation", activation: "sigmoid" }],
  tanh: [{ kind: "activation", activation: "tanh" }],
  swish: [{ kind: "activation", activation: "swish" }],
  silu: [{ kind: "activation", activation: "swish" }],
  softmax: [{ kind: "softmax" }],
};

/**
 * Reads the activation of a layer, or the one that a layer is.
 *
 * @param node A layer of any class.
 * @returns One operation, none for `linear`, or `undefined` if the activation is not supported.
 */
export function parseActivation({ op, attributes, shape }: GraphNode): Result | undefined {
  switch (op) {
    case "ReLU":
      return relu(attributes);
    case "LeakyReLU": {
      const slope = Number(attributes.negative_slope ?? attributes.alpha ?? 0.3);
      return [{ kind: "activation", activation: "leakyRelu", slope }];
    }
    case "ELU":
      return [{ kind: "activation", activation: "elu", slope: Number(attributes.alpha ?? 1) }];
    case "Softmax": {
      const axis = Number(attributes.axis ?? -1);
      return axis === -1 || axis === shape.length ? [{ kind: "softmax" }] : undefined;
    }
  }
  const { activation } = attributes;
  if (activation === undefined || activation === null) return [];
  return typeof activation === "string" && Object.hasOwn(NAMED, activation)
    ? NAMED[activation]
    : undefined;
}

function relu(attributes: GraphNode["attributes"]): Result | undefined {
  const slope = Number(attributes.negative_slope ?? 0);
  const { max_value: maximum } = attributes;
  if (Number(attributes.threshold ?? 0) !== 0) return undefined;
  if (slope !== 0) {
    const isBounded = maximum !== undefined && maximum !== null;
    return isBounded ? undefined : [{ kind: "activation", activation: "leakyRelu", slope }];
  }
  return [{
    kind: "activation",
    activation: "relu",
    ...typeof maximum === "number" && { maximum },
  }];
}
