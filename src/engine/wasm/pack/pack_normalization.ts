import type { WeightSpec } from "../../../model/graph.ts";
import type { FunctionBuilder } from "../function_builder.ts";
import { type Code, f32x4, i32 } from "../instructions.ts";
import { FLOAT, VECTOR } from "../layout.ts";
import type { Affine } from "../operation.ts";
import { bytesOf } from "../weight_table.ts";
import { keepFirst, loadFloats } from "./load_floats.ts";

interface Source {
  readonly address: number;
  readonly dtype: WeightSpec["dtype"];
}

/**
 * Emits the code that turns batch normalisation into a factor and a summand per channel:
 * `gamma / sqrt(variance + epsilon)` and `beta - mean * factor`.
 *
 * @param f The function to write to.
 * @param normalization Names of the weights.
 * @param source Finds a weight.
 * @param target Addresses of the factors and summands.
 */
export function packNormalization(
  f: FunctionBuilder,
  normalization: Extract<Affine, { kind: "normalization" }>,
  source: (name: string) => Source,
  target: { readonly channels: number; readonly scale: number; readonly shift: number },
): void {
  const { gamma, beta, mean, variance, epsilon } = normalization;
  const { channels, scale, shift } = target;
  f.repeat(Math.ceil(channels * FLOAT / VECTOR), (index) => {
    const left = i32.sub(i32.const(channels), i32.mul(index, i32.const(4)));
    const read = (name: string): Code => {
      const { address, dtype } = source(name);
      const offset = i32.mul(index, i32.const(4 * bytesOf(dtype)));
      return keepFirst(loadFloats(dtype, i32.add(offset, i32.const(address))), left);
    };
    const deviation = f32x4.sqrt(f32x4.add(read(variance), f32x4.const(epsilon)));
    const factor = f.vector(
      f32x4.div(gamma ? read(gamma) : f32x4.const(1), deviation),
    );
    const shifted = f32x4.mul(read(mean), factor);
    const at = i32.mul(index, i32.const(VECTOR));
    f.store(i32.add(at, i32.const(scale)), factor);
    f.store(
      i32.add(at, i32.const(shift)),
      f32x4.sub(beta ? read(beta) : f32x4.const(0), shifted),
    );
  });
}
