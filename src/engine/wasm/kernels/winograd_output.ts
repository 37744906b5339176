import type { Emission } from "../emission.ts";
import type { Finisher } from "../finisher.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, f32x4, i32, v128 } from "../instructions.ts";
import { addressOf, LANES, type Picture, pixelBytes, rowBytes, VECTOR } from "../layout.ts";
import type { Convolution } from "../operation.ts";
import type { Step } from "../step.ts";
import { forEachTile } from "./for_each_tile.ts";
import { COLUMN_VECTORS } from "./multiply_block.ts";
import type { WinogradPlan } from "./winograd_plan.ts";
import { transformsOf, transformTile } from "./winograd_transforms.ts";

/** What the transform needs. */
interface Target {
  readonly finisher: Finisher;
  readonly output: Picture;
  /** Address of the products. */
  readonly products: number;
}

/** Emits the transform of a group of products to output tiles, which are finished and pooled. */
export function emitOutputTransform(
  { module, arithmetic }: Emission,
  plan: WinogradPlan,
  { isPooled }: Step<Convolution>,
  { finisher, output, products }: Target,
): FunctionReference {
  const { side, blockTiles, outputBlockBytes, outputPointBytes } = plan;
  const made = isPooled ? side / 2 : side, pair = COLUMN_VECTORS * VECTOR;
  return module.function(["i32"], (f, first) => {
    const { output: transform } = transformsOf(f, arithmetic, side);
    forEachTile(f, plan, first, ({ row, column, block, place }) => {
      const corner = i32.add(
        i32.mul(row, i32.const(made * rowBytes(output))),
        i32.mul(column, i32.const(made * pixelBytes(output))),
      );
      const to = f.let("i32", i32.add(corner, i32.const(addressOf(output))));
      const inGroup = i32.add(
        i32.mul(block, i32.const(outputBlockBytes)),
        i32.mul(place, i32.const(pair)),
      );
      const from = f.let("i32", i32.add(inGroup, i32.const(products)));
      const parameters = f.let("i32", i32.const(finisher.parameters));
      const merged = Array.from(
        { length: finisher.mergedCount },
        (_, i) => {
          const firstOf = (tile: Code) => i32.mul(tile, i32.const(side));
          return f.let("i32", finisher.mergedAddress(i, firstOf(row), firstOf(column)));
        },
      );
      f.repeat(Math.ceil(output.channels / LANES), (index) => {
        f.repeat(COLUMN_VECTORS, (half) => {
          const rows: (readonly Local[])[] = [];
          transformTile(
            f,
            transform,
            side + 2,
            (y, x) => v128.load(from, (y * (side + 2) + x) * outputPointBytes),
            (_, values) => rows.push(values),
          );
          const channel = f.let("i32", i32.add(index, half));
          storeTile(f, { finisher, output, isPooled, rows, to, parameters, merged, channel });
          for (const pointer of [to, from, parameters]) f.advance(pointer, VECTOR);
        }, VECTOR);
        f.advance(from, (blockTiles - 1) * pair);
      }, pair);
    });
  });
}

/** Stores four channels of a tile, or the maximum of each 2x2 of them. */
function storeTile(f: FunctionBuilder, { finisher, output, isPooled, rows, ...at }: {
  finisher: Finisher;
  output: Picture;
  isPooled: boolean;
  rows: readonly (readonly Local[])[];
  to: Local;
  parameters: Local;
  merged: readonly Local[];
  channel: Code;
}): void {
  const [bias, ...others] = finisher.loadParameters(f, at.parameters) as [Local];
  const merged = finisher.readMerged(f, at.merged, at.channel);
  const finish = (value: Code, y: number, x: number): Code =>
    finisher.apply(f, f32x4.add(value, bias), [bias, ...others], merged(y, x));
  const step = isPooled ? 2 : 1;
  for (let y = 0; y < rows.length; y += step) {
    for (let x = 0; x < rows.length; x += step) {
      const square = [[y, x], [y, x + 1], [y + 1, x], [y + 1, x + 1]] as [number, number][];
      const offset = y / step * rowBytes(output) + x / step * pixelBytes(output);
      const largest = (values: Code[]) => values.reduce((a, b) => f32x4.max(a, b));
      const value = !isPooled
        ? finish(rows[y]![x]!, y, x)
        : finisher.isIncreasing
        ? finish(largest(square.map(([y, x]) => rows[y]![x]!)), y, x)
        : largest(square.map(([y, x]) => f.vector(finish(rows[y]![x]!, y, x))));
      f.store(at.to, value, offset);
    }
  }
}
