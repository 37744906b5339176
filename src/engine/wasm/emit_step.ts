import { chooseMethod } from "./choose_method.ts";
import type { Emission } from "./emission.ts";
import type { FunctionReference } from "./function_builder.ts";
import { emitDepthwise } from "./kernels/emit_depthwise.ts";
import { directScratch, emitDirect } from "./kernels/emit_direct.ts";
import { emitPass } from "./kernels/emit_pass.ts";
import { emitPlacement } from "./kernels/emit_placement.ts";
import { emitPooling } from "./kernels/emit_pooling.ts";
import { emitResize } from "./kernels/emit_resize.ts";
import { emitSoftmax } from "./kernels/emit_softmax.ts";
import { emitVector } from "./kernels/emit_vector.ts";
import { emitWinograd, winogradBytes } from "./kernels/emit_winograd.ts";
import type { Layout } from "./layout.ts";
import { isStep, type Step } from "./step.ts";

const CONVOLUTIONS = { vector: emitVector, direct: emitDirect, winograd: emitWinograd } as const;

/** Emits the function of a step, if there is anything to compute. */
export function emitStep(emission: Emission, step: Step): FunctionReference | undefined {
  if (isStep(step, "convolution")) {
    const input = emission.pictures.get(step.inputs[0]!)!;
    return CONVOLUTIONS[chooseMethod(step, input)](emission, step);
  }
  if (isStep(step, "depthwise")) return emitDepthwise(emission, step);
  if (isStep(step, "pass")) return emitPass(emission, step);
  if (isStep(step, "placement")) return emitPlacement(emission, step);
  if (isStep(step, "pooling")) return emitPooling(emission, step);
  if (isStep(step, "resize")) return emitResize(emission, step);
  if (isStep(step, "softmax")) return emitSoftmax(emission, step);
  return undefined;
}

/** How much scratch memory a step needs, in bytes. */
export function scratchBytes(layouts: ReadonlyMap<string, Layout>): (step: Step) => number {
  return (step) => {
    if (!isStep(step, "convolution")) return 0;
    const input = layouts.get(step.inputs[0]!)!;
    const method = chooseMethod(step, input);
    return method === "winograd"
      ? winogradBytes(step, input)
      : method === "direct"
      ? directScratch(step)
      : 0;
  };
}
