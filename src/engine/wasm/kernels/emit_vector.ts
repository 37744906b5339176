import type { Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { addressOf, FLOAT, VECTOR } from "../layout.ts";
import type { Convolution } from "../operation.ts";
import type { Step } from "../step.ts";

/** How many vectors of outputs are computed at once. */
const VECTORS = 8;
/** How many inputs one round of the loop handles, if there are enough. */
const UNROLLED = 4;

/** Emits a dense layer on one vector: 32 outputs at a time, over all inputs. */
export function emitVector(emission: Emission, step: Step<Convolution>): FunctionReference {
  const { module, packer, pictures, arithmetic: { multiplyAdd } } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const { channels } = step.size, rows = input.channels;
  const finisher = new Finisher(emission, step, step.action.bias);
  const weights = packer.matrix(step.action.weights, {
    rows,
    columns: channels,
    vectors: VECTORS,
  });
  const addresses = Array.from(
    { length: finisher.mergedCount },
    (_, i) => finisher.mergedAddress(i, i32.const(0), i32.const(0)),
  );
  return module.function([], (f) => {
    for (let first = 0; first < channels; first += VECTORS * 4) {
      const count = Math.min(VECTORS, Math.ceil((channels - first) / 4));
      const all = Array.from({ length: count }, (_, i) => i);
      const sums = f.vectors(
        all.map((i) => v128.load(i32.const(finisher.parameters + first * FLOAT + i * VECTOR))),
      );
      const from = f.let("i32", i32.const(addressOf(input)));
      const row = f.let("i32", i32.const(weights + first * FLOAT * rows));
      const add = (times: number): void => {
        for (let k = 0; k < times; k++) {
          const one = f.vector(v128.loadSplat(from, k * FLOAT));
          for (const [i, sum] of sums.entries()) {
            f.set(sum, multiplyAdd(one, v128.load(row, (k * VECTORS + i) * VECTOR), sum));
          }
        }
        f.advance(from, times * FLOAT);
        f.advance(row, times * VECTORS * VECTOR);
      };
      const whole = Math.floor(rows / UNROLLED);
      if (whole > 0) f.repeat(whole, () => add(UNROLLED));
      add(rows % UNROLLED);
      for (const [i, sum] of sums.entries()) {
        const offset = first * FLOAT + i * VECTOR;
        const parameters = finisher.loadParameters(f, i32.const(finisher.parameters + offset));
        const merged = finisher.readMerged(f, addresses, i32.const(offset));
        f.store(
          i32.const(addressOf(output) + offset),
          finisher.apply(f, sum, parameters, merged(0, 0)),
        );
      }
    }
  });
}
