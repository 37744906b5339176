import type { Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { Pass, Step } from "../step.ts";
import { forEachPixel, pixelAddress, vectorsOf } from "./for_each_pixel.ts";

/** Emits element-wise operations that could not be fused into another step. */
export function emitPass(emission: Emission, step: Step<Pass>): FunctionReference {
  const { module, pictures } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const finisher = new Finisher(emission, step, undefined);
  return module.function([], (f) => {
    forEachPixel(f, output, (row, column) => {
      const from = f.let("i32", pixelAddress(input, row, column));
      const to = f.let("i32", pixelAddress(output, row, column));
      const parameters = f.let("i32", i32.const(finisher.parameters));
      const merged = Array.from(
        { length: finisher.mergedCount },
        (_, i) => f.let("i32", finisher.mergedAddress(i, row, column)),
      );
      f.repeat(vectorsOf(output), (channel) => {
        const loaded = finisher.readMerged(f, merged, channel)(0, 0);
        const arrays = finisher.loadParameters(f, parameters);
        f.store(to, finisher.apply(f, v128.load(from), arrays, loaded));
        for (const pointer of [from, to, parameters]) f.advance(pointer, VECTOR);
      }, VECTOR);
    });
  });
}
