import type { WeightSpec } from "../../../model/graph.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../function_builder.ts";
import { type Code, f32x4, i32 } from "../instructions.ts";
import { FLOAT, LANES, VECTOR } from "../layout.ts";
import type { ModuleBuilder } from "../module_builder.ts";
import { bytesOf } from "../weight_table.ts";
import { keepFirst, loadFloats } from "./load_floats.ts";

/**
 * Adds the function that transforms the 3x3 kernels of a convolution for tiles of `side`.
 *
 * Its parameters: address of the first input's stored kernels (rows, columns, inputs, outputs), address of
 * the packed kernels, the numbers of inputs and outputs, the stored bytes from one input to the next and
 * from one tap to the next, and the packed bytes from one point to the next.
 *
 * ref: Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", the matrices G
 */
export function packWinograd(
  module: ModuleBuilder,
  dtype: WeightSpec["dtype"],
  side: 2 | 4,
): FunctionReference {
  const types = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;
  return module.sharedFunction(
    `pack winograd ${dtype} ${side}`,
    types,
    (f, source, to, inputs, outputs, sourceRow, tapBytes, pointBytes) => {
      const column = f.let("i32", i32.const(0));
      f.repeatUntil(column, outputs, LANES / 2, () => {
        const from = f.let("i32", i32.add(source, i32.mul(column, i32.const(bytesOf(dtype)))));
        const pair = i32.divideUnsigned(column, i32.const(LANES));
        const half = i32.and(column, i32.const(LANES / 2));
        const at = f.let("i32", i32.mul(i32.mul(pair, inputs), i32.const(2 * VECTOR)));
        f.set(at, i32.add(i32.add(to, at), i32.mul(half, i32.const(FLOAT))));
        const row = f.let("i32", i32.const(0));
        f.repeatUntil(row, inputs, 1, () => {
          const kernel = loadKernel(f, dtype, from, tapBytes, i32.sub(outputs, column));
          const store = f.let("i32", at);
          for (const value of transform(f, side, kernel)) {
            f.store(store, value);
            f.set(store, i32.add(store, pointBytes));
          }
          f.set(from, i32.add(from, sourceRow));
          f.advance(at, 2 * VECTOR);
        });
      });
    },
  );
}

/** Nine vectors: each tap of four outputs. */
function loadKernel(
  f: FunctionBuilder,
  dtype: WeightSpec["dtype"],
  from: Local,
  tapBytes: Local,
  left: Code,
): Local[] {
  const tap = f.let("i32", from);
  return Array.from({ length: 9 }, () => {
    const value = f.vector(keepFirst(loadFloats(dtype, tap), left));
    f.set(tap, i32.add(tap, tapBytes));
    return value;
  });
}

/** `G g G^T`, point by point. */
function transform(f: FunctionBuilder, side: 2 | 4, kernel: readonly Local[]): Code[] {
  const stretch = side === 4 ? stretchToSix : stretchToFour;
  const columns = [0, 1, 2].map((x) => stretch(f, kernel[x]!, kernel[3 + x]!, kernel[6 + x]!));
  return columns[0]!.flatMap((_, y) =>
    stretch(f, columns[0]![y]!, columns[1]![y]!, columns[2]![y]!)
  );
}

function stretchToSix(f: FunctionBuilder, a: Local, b: Local, c: Local): Local[] {
  const times = (x: Code, factor: number) => f32x4.mul(x, f32x4.const(factor));
  const ends = f.vector(times(f32x4.add(a, c), 1 / 6)), middle = f.vector(times(b, 1 / 6));
  const far = f.vector(f32x4.add(times(a, 1 / 24), times(c, 1 / 6)));
  const near = f.vector(times(b, 1 / 12));
  return f.vectors([
    times(a, 1 / 4),
    f32x4.neg(f32x4.add(ends, middle)),
    f32x4.sub(middle, ends),
    f32x4.add(far, near),
    f32x4.sub(far, near),
    c,
  ]);
}

function stretchToFour(f: FunctionBuilder, a: Local, b: Local, c: Local): Local[] {
  const half = (x: Code) => f32x4.mul(x, f32x4.const(1 / 2));
  const ends = f.vector(half(f32x4.add(a, c))), middle = f.vector(half(b));
  return f.vectors([a, f32x4.add(ends, middle), f32x4.sub(ends, middle), c]);
}
