import type { Emission } from "../emission.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, f32, f32x4, i32, v128 } from "../instructions.ts";
import { pixelBytes, rowBytes, VECTOR } from "../layout.ts";
import type { Pooling } from "../operation.ts";
import type { Step } from "../step.ts";
import { forEachPixel, pixelAddress, vectorsOf } from "./for_each_pixel.ts";

/** The start of a maximum. */
const LOWEST = -3.4e38;

/** The first row or column of a window inside the picture, and the end of those inside. */
interface Range {
  readonly first: Local;
  readonly end: Local;
}

/** Emits the maximum or mean of a window. What is outside the picture does not count. */
export function emitPooling(
  { module, pictures }: Emission,
  step: Step<Pooling>,
): FunctionReference {
  const { of, window: { kernel, strides, padding } } = step.action;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  return module.function([], (f) => {
    forEachPixel(f, output, (row, column) => {
      const rows = rangeOf(f, row, kernel[0], strides[0], padding.top, input.height);
      const columns = rangeOf(f, column, kernel[1], strides[1], padding.left, input.width);
      const from = f.let("i32", pixelAddress(input, rows.first, columns.first));
      const to = f.let("i32", pixelAddress(output, row, column));
      const count = i32.mul(
        i32.sub(rows.end, rows.first),
        i32.sub(columns.end, columns.first),
      );
      const share = f.vector(
        f32x4.splat(f32.div(f32.const(1), f32.fromInteger(count))),
      );
      f.repeat(vectorsOf(output), () => {
        const sum = f.vector(f32x4.const(of === "mean" ? 0 : LOWEST));
        const y = f.let("i32", rows.first), line = f.let("i32", from);
        f.repeatUntil(y, rows.end, 1, () => {
          const x = f.let("i32", columns.first), at = f.let("i32", line);
          f.repeatUntil(x, columns.end, 1, () => {
            const value: Code = v128.load(at);
            f.set(sum, of === "mean" ? f32x4.add(sum, value) : f32x4.max(sum, value));
            f.advance(at, pixelBytes(input));
          });
          f.advance(line, rowBytes(input));
        });
        f.store(to, of === "mean" ? f32x4.mul(sum, share) : sum);
        f.advance(from, VECTOR);
        f.advance(to, VECTOR);
      });
    });
  });
}

function rangeOf(
  f: FunctionBuilder,
  index: Code,
  size: number,
  stride: number,
  before: number,
  length: number,
): Range {
  const start = f.let("i32", i32.sub(i32.mul(index, i32.const(stride)), i32.const(before)));
  const end = i32.min(i32.add(start, i32.const(size)), i32.const(length));
  return { first: f.let("i32", i32.max(start, i32.const(0))), end: f.let("i32", end) };
}
