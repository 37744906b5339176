import type { Emission } from "../emission.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { addressOf, FLOAT, type Picture, pixelBytes, rowBytes, VECTOR } from "../layout.ts";
import type { Window } from "../operation.ts";
import { forEachTile } from "./for_each_tile.ts";
import type { WinogradPlan } from "./winograd_plan.ts";
import { transformsOf, transformTile } from "./winograd_transforms.ts";

/**
 * Emits the transform of a group of input tiles. For each point, the rows of a block are stored as the
 * kernel reads them: the first channels of all tiles, then the next channels of all tiles.
 */
export function emitInputTransform(
  { module, arithmetic }: Emission,
  plan: WinogradPlan,
  { padding }: Window,
  { input, transformed }: { readonly input: Picture; readonly transformed: number },
): FunctionReference {
  const { side, pitch, depths, blockTiles, inputBlockBytes, inputPointBytes } = plan;
  const down = rowBytes(input), across = pixelBytes(input), size = side + 2;
  const origin = addressOf(input, -padding.top, -padding.left);
  return module.function(["i32"], (f, first) => {
    const { input: transform } = transformsOf(f, arithmetic, side);
    forEachTile(f, plan, first, ({ row, column, block, place }) => {
      const corner = i32.add(
        i32.mul(row, i32.const(side * down)),
        i32.mul(column, i32.const(side * across)),
      );
      const from = f.let("i32", i32.add(corner, i32.const(origin)));
      const inGroup = i32.add(
        i32.mul(block, i32.const(inputBlockBytes)),
        i32.mul(place, i32.const(pitch * FLOAT)),
      );
      const to = f.let("i32", i32.add(inGroup, i32.const(transformed)));
      f.repeat(depths, () => {
        f.repeat(pitch * FLOAT / VECTOR, () => {
          transformTile(
            f,
            transform,
            size,
            (y, x) => v128.load(from, y * down + x * across),
            (y, values) => {
              for (const [x, value] of values.entries()) {
                f.store(to, value, (y * size + x) * inputPointBytes);
              }
            },
          );
          f.advance(from, VECTOR);
          f.advance(to, VECTOR);
        });
        f.advance(to, (blockTiles - 1) * pitch * FLOAT);
      });
    });
  });
}
