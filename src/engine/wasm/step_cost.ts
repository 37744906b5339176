import { chooseMethod, sizeBeforePooling } from "./choose_method.ts";
import { planWinograd } from "./kernels/winograd_plan.ts";
import { FLOAT, LANES, type Layout, roundUp } from "./layout.ts";
import { isStep, type Step } from "./step.ts";

/** What a step costs, for reports. */
export interface StepCost {
  /** How it is computed. */
  readonly method: string;
  /** Multiply-adds of the direct method, without padded channels. */
  readonly direct: number;
  /** Multiply-adds actually done, with padded vectors and tiles but without Winograd's transforms. */
  readonly done: number;
  /** Bytes of the packed weights. */
  readonly weightBytes: number;
}

/** Computes the cost of a step. */
export function costOf(step: Step, layouts: ReadonlyMap<string, Layout>): StepCost {
  if (!isStep(step, "convolution") && !isStep(step, "depthwise")) {
    return { method: step.action.kind, direct: 0, done: 0, weightBytes: 0 };
  }
  const input = layouts.get(step.inputs[0]!)!, { channels } = step.size;
  const { window } = (step.before ?? step).action;
  const { height, width } = sizeBeforePooling(window, input);
  const taps = window.kernel[0] * window.kernel[1], pixels = height * width;
  if (isStep(step, "depthwise")) {
    const lanes = roundUp(channels, LANES);
    return {
      method: "depthwise",
      direct: pixels * taps * channels,
      done: pixels * taps * lanes,
      weightBytes: taps * lanes * FLOAT,
    };
  }
  const columns = roundUp(channels, LANES), method = chooseMethod(step, input);
  if (method === "winograd") {
    const plan = planWinograd(step, input, channels);
    return {
      method: `F(${plan.side})`,
      direct: pixels * taps * input.channels * channels,
      done: plan.points * plan.rows * plan.columns * input.channels * columns,
      weightBytes: plan.points * input.channels * columns * FLOAT,
    };
  }
  const sums = step.before ? input.channels : taps * input.channels;
  const before = step.before ? pixels * taps * input.channels : 0;
  return {
    method: step.before ? "separable" : method,
    direct: pixels * sums * channels + before,
    done: pixels * sums * columns + before,
    weightBytes: (sums * columns + (step.before ? taps * input.channels : 0)) * FLOAT,
  };
}
