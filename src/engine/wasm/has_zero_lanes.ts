import type { Finish, Step } from "./step.ts";

/**
 * Tells whether the spare lanes in a pixel's last vectors are zero. Weights are packed with zeros there,
 * so the result of a convolution is zero too, and most operations after it keep it so.
 *
 * @param name Name of a value.
 * @param steps All steps so far, by the name of their output.
 */
export function hasZeroLanes(name: string, steps: ReadonlyMap<string, Step>): boolean {
  const step = steps.get(name);
  switch (step?.action.kind) {
    case "convolution":
    case "depthwise":
      return step.finish.every((finish) => keepsZero(finish, steps));
    case "pass":
      return hasZeroLanes(step.inputs[0]!, steps) &&
        step.finish.every((finish) => keepsZero(finish, steps));
    case "pooling":
      return hasZeroLanes(step.inputs[0]!, steps);
    default:
      return false;
  }
}

function keepsZero(finish: Finish, steps: ReadonlyMap<string, Step>): boolean {
  switch (finish.kind) {
    case "activation":
      return finish.activation !== "sigmoid";
    case "add":
      return hasZeroLanes(finish.value, steps);
    case "multiply":
      return false;
    default:
      return true;
  }
}
