import type { Arithmetic } from "../arithmetic.ts";
import type { FunctionBuilder, Local } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";

/** How many vectors of columns are computed at once. */
export const COLUMN_VECTORS = 2;
/** The most rows whose sums, with their factors, fit the registers. */
export const MOST_ROWS = 6;

/** The left matrix of a product, at constant addresses. */
export interface Block {
  /** Address of an element by its row and depth. */
  address(row: number, depth: number): number;
  readonly rows: number;
  readonly depth: number;
}

/**
 * Emits the product of a block and eight columns, fully unrolled.
 *
 * @param f The function to write to.
 * @param arithmetic The build's arithmetic.
 * @param block The left matrix.
 * @param columns Address of the right matrix: eight numbers per depth.
 * @param sums Two vectors per row, to which the products are added.
 */
export function multiplyBlock(
  f: FunctionBuilder,
  { multiplyAdd }: Arithmetic,
  block: Block,
  columns: Local,
  sums: readonly (readonly Local[])[],
): void {
  const [left, right, one] = f.vectors(Array(COLUMN_VECTORS + 1).fill(v128.const(0, 0, 0, 0))) as [
    Local,
    Local,
    Local,
  ];
  for (let depth = 0; depth < block.depth; depth++) {
    f.set(left, v128.load(columns, depth * COLUMN_VECTORS * VECTOR));
    f.set(right, v128.load(columns, (depth * COLUMN_VECTORS + 1) * VECTOR));
    for (let row = 0; row < block.rows; row++) {
      f.set(one, v128.loadSplat(i32.const(block.address(row, depth))));
      for (const [i, column] of [left, right].entries()) {
        const sum = sums[row]![i]!;
        f.set(sum, multiplyAdd(one, column, sum));
      }
    }
  }
}
