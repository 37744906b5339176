import { type Code, f32x4 } from "./instructions.ts";

/** Whether a product and a sum may be one instruction, which not every runtime has. */
export type Simd = "relaxed" | "plain";

/** Arithmetic on vectors that depends on which instructions there are. */
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
