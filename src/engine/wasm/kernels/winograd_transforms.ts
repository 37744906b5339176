import type { Arithmetic } from "../arithmetic.ts";
import type { FunctionBuilder, Local } from "../function_builder.ts";
import { type Code, f32x4 } from "../instructions.ts";

// ref: Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", F(2x2, 3x3) and F(4x4, 3x3)

/** Multiplies a column of vectors by one of the matrices. */
type Transform = (f: FunctionBuilder, values: readonly Local[]) => Local[];

/** The transforms of one tile size, with their constants in local variables. */
export interface Transforms {
  /** `B^T d`: from `side + 2` numbers to `side + 2`. */
  readonly input: Transform;
  /** `A^T m`: from `side + 2` numbers to `side`. */
  readonly output: Transform;
}

/**
 * The transforms of a tile.
 *
 * @param f The function to write the constants to.
 * @param arithmetic The build's arithmetic.
 * @param side Side of a tile's square of outputs.
 */
export function transformsOf(
  f: FunctionBuilder,
  { multiplyAdd, subtractProduct }: Arithmetic,
  side: 2 | 4,
): Transforms {
  const { add, sub } = f32x4;
  if (side === 2) {
    return {
      input: (f, [a, b, c, d]) => f.vectors([sub(a!, c!), add(b!, c!), sub(c!, b!), sub(b!, d!)]),
      output: (f, [a, b, c, d]) => f.vectors([add(add(a!, b!), c!), sub(sub(b!, c!), d!)]),
    };
  }
  const [two, four, five, eight] = [2, 4, 5, 8].map((n) => f.vector(f32x4.const(n))) as [
    Local,
    Local,
    Local,
    Local,
  ];
  return {
    input: (f, values) => {
      const [a, b, c, d, e, g] = values as [Local, Local, Local, Local, Local, Local];
      const even = f.vector(subtractProduct(four, c, e)),
        odd = f.vector(subtractProduct(four, b, d));
      const evenGap = f.vector(sub(e, c)), oddGap = f.vector(sub(d, b));
      return f.vectors([
        multiplyAdd(four, a, subtractProduct(five, c, e)),
        add(even, odd),
        sub(even, odd),
        multiplyAdd(two, oddGap, evenGap),
        subtractProduct(two, oddGap, evenGap),
        multiplyAdd(four, b, subtractProduct(five, d, g)),
      ]);
    },
    output: (f, values) => {
      const [a, b, c, d, e, g] = values as [Local, Local, Local, Local, Local, Local];
      const nearSum: Code = f.vector(add(b, c)), nearGap = f.vector(sub(b, c));
      const farSum = f.vector(add(d, e)), farGap = f.vector(sub(d, e));
      return f.vectors([
        add(add(a, nearSum), farSum),
        multiplyAdd(two, farGap, nearGap),
        multiplyAdd(four, farSum, nearSum),
        add(multiplyAdd(eight, farGap, nearGap), g),
      ]);
    },
  };
}

/**
 * Applies a transform to the columns of a tile, then to the rows of the result.
 *
 * @param f The function to write to.
 * @param transform Which one.
 * @param size Side of the tile.
 * @param load Emits the loading of four numbers of the tile.
 * @param take Called with each row of the result.
 */
export function transformTile(
  f: FunctionBuilder,
  transform: Transform,
  size: number,
  load: (row: number, column: number) => Code,
  take: (row: number, values: readonly Local[]) => void,
): void {
  const all = Array.from({ length: size }, (_, i) => i);
  const columns = all.map((x) => transform(f, f.vectors(all.map((y) => load(y, x)))));
  for (const y of columns[0]!.keys()) take(y, transform(f, columns.map((column) => column[y]!)));
}
