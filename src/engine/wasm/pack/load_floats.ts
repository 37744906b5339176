import type { WeightSpec } from "../../../model/graph.ts";
import { type Code, f32x4, i32, i32x4, v128 } from "../instructions.ts";

/** Converts the exponent of a float16, biased by 15, to that of a float32, biased by 127. */
const REBIAS = 2 ** 112;

/**
 * Emits the loading of four numbers of a stored weight.
 *
 * @param dtype How it is stored. A float16 must be finite.
 * @param address Address of the first number.
 * @param offset Bytes to add to it. @default {0}
 */
export function loadFloats(dtype: WeightSpec["dtype"], address: Code, offset = 0): Code {
  if (dtype === "float32") return v128.load(address, offset);
  // Shifts sign, exponent and fraction to their float32 positions; the load has extended the sign.
  const shifted = i32x4.shiftLeft(v128.loadHalves(address, offset), i32.const(13));
  const mask = 0x8fffe000 | 0;
  return f32x4.mul(v128.and(shifted, v128.const(mask, mask, mask, mask)), f32x4.const(REBIAS));
}

/** Four numbers, of which all but the first `count` are set to zero. */
export function keepFirst(values: Code, count: Code): Code {
  return v128.and(values, i32x4.lessThan(v128.const(0, 1, 2, 3), i32x4.splat(count)));
}
