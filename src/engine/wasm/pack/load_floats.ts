import type { WeightSpec } from "../../../model/graph.ts";
import { type Code, f32x4, i32, i32x4, v128 } from "../instructions.ts";

/** Moves a half's exponent, which is biased by 15, to that of a single, which is biased by 127. */
const REBIAS = 2 ** 112;

/**
 * Four numbers of a weight as it is stored.
 *
 * @param dtype How it is stored. Halves are taken for finite.
 * @param address Of the first number.
 * @param offset Bytes to add to it. @default {0}
 */
export function loadFloats(dtype: WeightSpec["dtype"], address: Code, offset = 0): Code {
  if (dtype === "float32") return v128.load(address, offset);
  // Sign, exponent and fraction to where a single has them; the sign was repeated by the widening.
  const shifted = i32x4.shiftLeft(v128.loadHalves(address, offset), i32.const(13));
  const mask = 0x8fffe000 | 0;
  return f32x4.mul(v128.and(shifted, v128.const(mask, mask, mask, mask)), f32x4.const(REBIAS));
}

/** Four numbers of which only the first `count` are kept and the others set to zero. */
export function keepFirst(values: Code, count: Code): Code {
  return v128.and(values, i32x4.lessThan(v128.const(0, 1, 2, 3), i32x4.splat(count)));
}
