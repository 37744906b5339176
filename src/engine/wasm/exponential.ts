import type { Emission } from "./emission.ts";
import type { FunctionBuilder } from "./function_builder.ts";
import { type Code, f32x4, i32, i32x4 } from "./instructions.ts";

/** Beyond these limits, the exponential or its reciprocal is subnormal or infinite. */
const LARGEST = 87;
/** 1.5 * 2^23 and the exponent's bias: adding it leaves an integer in the lowest bits. */
const SHIFTER = 12_583_039;
/** Least squares for `(exp(r) - 1) / r` on [-ln 2 / 2, ln 2 / 2], from the highest power. */
const POLYNOMIAL = [0.008374733, 0.041899225, 0.16666456, 0.4999914, 1] as const;

/**
 * Emits the exponential of four numbers: 2^n times a polynomial of the remainder. The relative error is
 * 1e-7 near zero and 1e-6 far from it.
 *
 * @param f The function to write to.
 * @param emission The module's constants and arithmetic.
 * @param x The numbers, which are clipped to -87 to 87.
 * @param isNegative Whether all numbers are known to be zero or less. @default {false}
 */
export function exponential(
  f: FunctionBuilder,
  { module, arithmetic: { multiplyAdd, subtractProduct } }: Emission,
  x: Code,
  isNegative = false,
): Code {
  const constant = (value: number) => module.constant(value);
  const floor = f32x4.max(x, constant(-LARGEST));
  const bounded = f.vector(isNegative ? floor : f32x4.min(floor, constant(LARGEST)));
  const shifted = f.vector(multiplyAdd(bounded, constant(Math.LOG2E), constant(SHIFTER)));
  const power = f.vector(i32x4.shiftLeft(shifted, i32.const(23)));
  const n = f32x4.sub(shifted, constant(SHIFTER));
  const rest = f.vector(subtractProduct(n, constant(Math.LN2), bounded));
  const [highest, ...others] = POLYNOMIAL;
  const sum = others.reduce<Code>(
    (sum, factor) => multiplyAdd(sum, rest, constant(factor)),
    constant(highest),
  );
  return multiplyAdd(f32x4.mul(rest, power), sum, power);
}
