import type { FunctionBuilder } from "../function_builder.ts";
import { type Code, i32 } from "../instructions.ts";
import { addressOf, FLOAT, type Picture, pixelBytes, rowBytes, VECTOR } from "../layout.ts";

/** How many vectors of a pixel are computed, including unused lanes if there is room for them. */
export function vectorsOf({ stride }: Picture): number {
  return Math.ceil(stride * FLOAT / VECTOR);
}

/** Emits a loop over all pixels of a picture, in memory order. */
export function forEachPixel(
  f: FunctionBuilder,
  { height, width }: { readonly height: number; readonly width: number },
  body: (row: Code, column: Code) => void,
): void {
  f.repeat(height, (row) => f.repeat(width, (column) => body(row, column)));
}

/** The address of a pixel whose row and column are only known at run time. */
export function pixelAddress(picture: Picture, row: Code, column: Code): Code {
  const rows = i32.mul(row, i32.const(rowBytes(picture)));
  const columns = i32.mul(column, i32.const(pixelBytes(picture)));
  return i32.add(i32.add(rows, columns), i32.const(addressOf(picture)));
}
