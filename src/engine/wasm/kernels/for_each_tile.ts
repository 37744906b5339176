import type { FunctionBuilder } from "../function_builder.ts";
import { type Code, i32 } from "../instructions.ts";
import type { WinogradPlan } from "./winograd_plan.ts";

/**
 * Emits a loop over the tiles of a group.
 *
 * @param f The function to write to.
 * @param plan The plan of the convolution.
 * @param first The group's first tile.
 * @param body Emits the code for one tile, given its row and column, its block in the group, and its
 * position in the block.
 */
export function forEachTile(
  f: FunctionBuilder,
  plan: WinogradPlan,
  first: Code,
  body: (tile: { row: Code; column: Code; block: Code; place: Code }) => void,
): void {
  f.repeat(plan.group, (index) => {
    const tile = f.let("i32", i32.add(first, index));
    body({
      row: f.let("i32", i32.divideUnsigned(tile, i32.const(plan.columns))),
      column: f.let("i32", i32.remainderUnsigned(tile, i32.const(plan.columns))),
      block: i32.divideUnsigned(index, i32.const(plan.blockTiles)),
      place: i32.remainderUnsigned(index, i32.const(plan.blockTiles)),
    });
  });
}
