import type { Emission } from "../emission.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, f32, f32x4, i32, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { Resize } from "../operation.ts";
import type { Step } from "../step.ts";
import { forEachPixel, pixelAddress, vectorsOf } from "./for_each_pixel.ts";

/** The two rows or columns to interpolate between, and how far from the first to the second. */
interface Between {
  readonly first: Local;
  readonly second: Local;
  readonly part: Local;
}

/**
 * Emits bilinear interpolation.
 *
 * ref: TensorFlow Lite's RESIZE_BILINEAR with half_pixel_centers; Keras's Resizing
 */
export function emitResize({ module, pictures }: Emission, step: Step<Resize>): FunctionReference {
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  return module.function([], (f) => {
    forEachPixel(f, output, (row, column) => {
      const y = between(f, row, input.height, output.height);
      const x = between(f, column, input.width, output.width);
      const corners = [[y.first, x.first], [y.first, x.second], [y.second, x.first], [
        y.second,
        x.second,
      ]] as const;
      const from = corners.map(([row, column]) => f.let("i32", pixelAddress(input, row, column)));
      const to = f.let("i32", pixelAddress(output, row, column));
      f.repeat(vectorsOf(output), () => {
        const [a, b, c, d] = f.vectors(from.map((corner) => v128.load(corner)));
        const mix = (a: Code, b: Code, part: Code) =>
          f32x4.add(a, f32x4.mul(f32x4.sub(b, a), part));
        const upper = f.vector(mix(a!, b!, x.part)), lower = f.vector(mix(c!, d!, x.part));
        f.store(to, mix(upper, lower, y.part));
        for (const pointer of [...from, to]) f.advance(pointer, VECTOR);
      });
    });
  });
}

function between(
  f: FunctionBuilder,
  index: Code,
  from: number,
  to: number,
): Between {
  const center = 0.5, scale = f32.const(from / to);
  const scaled = f32.mul(f32.add(f32.fromInteger(index), f32.const(center)), scale);
  const place = f.let("f32", f32.max(f32.sub(scaled, f32.const(center)), f32.const(0)));
  const last = i32.const(from - 1);
  const first = f.let("i32", i32.fromFloat(place));
  const part = f32.sub(place, f32.fromInteger(first));
  return {
    first,
    second: f.let("i32", i32.min(i32.add(first, i32.const(1)), last)),
    part: f.vector(f32x4.splat(part)),
  };
}
