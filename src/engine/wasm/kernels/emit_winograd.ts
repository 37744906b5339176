import type { Emission } from "../emission.ts";
import { Finisher } from "../finisher.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32 } from "../instructions.ts";
import type { Convolution, Size } from "../operation.ts";
import type { Step } from "../step.ts";
import { emitInputTransform } from "./winograd_input.ts";
import { emitOutputTransform } from "./winograd_output.ts";
import { planWinograd, winogradScratch } from "./winograd_plan.ts";
import { emitProducts } from "./winograd_products.ts";

/**
 * Emits a 3x3 Winograd convolution: tiles of the input are transformed, multiplied by the weights in one
 * matrix product per point, and transformed to tiles of the output. All three are done for one group of
 * tiles at a time, so that the intermediate values stay in the cache.
 */
export function emitWinograd(emission: Emission, step: Step<Convolution>): FunctionReference {
  const { module, pictures, scratch } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const plan = planWinograd(step, input, output.channels);
  const transformed = scratch.get(step.output)!;
  const products = transformed + plan.points * plan.inputPointBytes;
  const finisher = new Finisher(emission, step, step.action.bias);
  const stages = [
    emitInputTransform(emission, plan, step.action.window, { input, transformed }),
    emitProducts(emission, plan, step, { input, transformed, products }),
    emitOutputTransform(emission, plan, step, { finisher, output, products }),
  ];
  const tiles = plan.rows * plan.columns;
  return module.function([], (f) => {
    f.repeat(Math.ceil(tiles / plan.group), (index) => {
      // The last group may overlap the one before it.
      const start = i32.mul(index, i32.const(plan.group));
      const first = f.let("i32", i32.min(start, i32.const(tiles - plan.group)));
      for (const stage of stages) f.call(stage, first);
    });
  });
}

/** How much scratch memory a Winograd convolution needs, in bytes. */
export function winogradBytes(step: Step<Convolution>, input: Size): number {
  return winogradScratch(planWinograd(step, input, step.size.channels));
}
