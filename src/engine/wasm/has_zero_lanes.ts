import type { Finish, Step } from "./step.ts";

/**
 * Tells whether the spare numbers that fill up a pixel's last vectors are zero. Weights are packed with
 * zeros there, so a convolution gives zeros, and most of what may follow keeps them.
 *
 * @param name Name of a value.
 * @param steps All steps so far, by the names of what they store.
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
