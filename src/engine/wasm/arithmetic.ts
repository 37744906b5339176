import { type Code, f32x4 } from "./instructions.ts";

/** `relaxed` fuses a multiplication and an addition into one instruction, where the runtime has it. */
export type Simd = "relaxed" | "plain";

/** Vector arithmetic that differs between the two builds. */
export interface Arithmetic {
  /** `a * b + c` */
  multiplyAdd(a: Code, b: Code, c: Code): Code;
  /** `c - a * b` */
  subtractProduct(a: Code, b: Code, c: Code): Code;
}

/** The arithmetic of a build. */
export const ARITHMETIC: Readonly<Record<Simd, Arithmetic>> = {
  relaxed: {
    multiplyAdd: f32x4.relaxedMultiplyAdd,
    subtractProduct: f32x4.relaxedNegatedMultiplyAdd,
  },
  plain: {
    multiplyAdd: (a, b, c) => f32x4.add(f32x4.mul(a, b), c),
    subtractProduct: (a, b, c) => f32x4.sub(c, f32x4.mul(a, b)),
  },
};
