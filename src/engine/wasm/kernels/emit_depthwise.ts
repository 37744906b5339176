import type { Emission } from "../emission.ts";
import type { FunctionReference } from "../function_builder.ts";
import { FLOAT, LANES, pixelBytes, roundUp, VECTOR } from "../layout.ts";
import type { Depthwise } from "../operation.ts";
import type { Step } from "../step.ts";
import { DepthwiseStrip } from "./depthwise_strip.ts";
import { forEachStrip, stripsOf } from "./for_each_strip.ts";

/** Emits a depthwise convolution that is not fused into another step. */
export function emitDepthwise(emission: Emission, step: Step<Depthwise>): FunctionReference {
  const { module, pictures } = emission;
  const input = pictures.get(step.inputs[0]!)!, output = pictures.get(step.output)!;
  const strips = stripsOf(output.width, 1);
  const strip = new DepthwiseStrip(emission, step, input, strips.pixels);
  const { finisher } = strip, { window } = step.action;
  const vectors = roundUp(output.channels, LANES) * FLOAT / VECTOR, pitch = pixelBytes(output);
  return module.function([], (f) => {
    forEachStrip(
      f,
      { input, output, window, finisher, strips },
      (addresses) => strip.emitTo(f, { ...addresses, vectors, pitch }),
    );
  });
}
