import type { Emission } from "./emission.ts";
import { exponential } from "./exponential.ts";
import type { FunctionBuilder } from "./function_builder.ts";
import { type Code, f32x4 } from "./instructions.ts";
import type { Activation } from "./operation.ts";

/**
 * Emits an activation function on a vector of four numbers.
 *
 * @param f The function to write to.
 * @param emission The module's constants and arithmetic.
 * @param activation Which one.
 * @param value The numbers.
 */
export function activate(
  f: FunctionBuilder,
  emission: Emission,
  { activation, slope = 0, maximum }: Activation,
  value: Code,
): Code {
  const constant = (number: number) => emission.module.constant(number);
  const { multiplyAdd } = emission.arithmetic;
  switch (activation) {
    case "relu": {
      const floor = f32x4.max(value, constant(0));
      return maximum === undefined ? floor : f32x4.min(floor, constant(maximum));
    }
    case "leakyRelu": {
      const x = f.vector(value);
      const below = f32x4.min(x, constant(0));
      return multiplyAdd(below, constant(slope), f32x4.max(x, constant(0)));
    }
    case "elu": {
      const x = f.vector(value);
      const power = exponential(f, emission, f32x4.min(x, constant(0)), true);
      const below = f32x4.sub(power, constant(1));
      const above = f32x4.max(x, constant(0));
      return slope === 1 ? f32x4.add(below, above) : multiplyAdd(below, constant(slope), above);
    }
    case "sigmoid":
      return sigmoid(f, emission, value);
    case "swish": {
      const x = f.vector(value);
      return f32x4.mul(x, sigmoid(f, emission, x));
    }
    case "tanh": {
      // tanh x = 2 sigmoid 2x - 1
      const twice = f32x4.mul(value, constant(2));
      return multiplyAdd(sigmoid(f, emission, twice), constant(2), constant(-1));
    }
  }
}

function sigmoid(f: FunctionBuilder, emission: Emission, x: Code): Code {
  const one = emission.module.constant(1);
  return f32x4.div(one, f32x4.add(exponential(f, emission, f32x4.neg(x)), one));
}
