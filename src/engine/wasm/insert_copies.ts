import type { Demands } from "./demands.ts";
import { LANES } from "./layout.ts";
import { isStep, type Step } from "./step.ts";

/** Steps, and the names of the network's outputs. */
export interface Program {
  readonly steps: readonly Step[];
  readonly outputs: readonly string[];
}

/**
 * Inserts copies where one reader needs a value without gaps and another one with a margin, or where the
 * step that computes a value cannot store it without gaps.
 *
 * @param program The steps of a network.
 * @param demands The margins that the values need.
 */
export function insertCopies({ steps, outputs }: Program, demands: Demands): Program {
  const renamed = new Map<string, string>(), inserted: Step[] = [];
  const readDensely = new Set(outputs);
  for (const step of steps) if (isStep(step, "reshape")) readDensely.add(step.inputs[0]!);

  for (const step of steps) {
    const reading = isStep(step, "reshape") ? "dense" : "padded";
    const inputs = step.inputs.map((name) => {
      const isMoving = isStep(step, "convolution") || isStep(step, "depthwise");
      return (reading === "dense" || isMoving) && renamed.get(`${name}/${reading}`) || name;
    });
    inserted.push({ ...step, inputs });
    const { output } = step;
    const copy = isDenseAlways(step)
      ? demands.has(output) && `${output}/padded`
      : readDensely.has(output) && !canBeDense(step, demands) && `${output}/dense`;
    if (!copy) continue;
    renamed.set(copy, copy);
    inserted.push(copyOf(step, copy));
  }
  return {
    steps: inserted,
    outputs: outputs.map((name) => renamed.get(`${name}/dense`) ?? name),
  };
}

/** Whether a value must be stored without gaps. */
export function isDenseAlways(step: Step): boolean {
  return isStep(step, "input") || isStep(step, "reshape");
}

/** Convolutions store whole pairs of vectors; other steps overwrite the excess with the next pixel. */
function canBeDense(step: Step, demands: Demands): boolean {
  if (demands.has(step.output)) return false;
  const storesPairs = isStep(step, "convolution") || isStep(step, "depthwise");
  return !storesPairs || step.size.channels % LANES === 0;
}

function copyOf({ output, size }: Step, name: string): Step {
  return {
    action: { kind: "placement", offsets: [{ row: 0, column: 0, channel: 0 }] },
    inputs: [output],
    before: undefined,
    finish: [],
    isPooled: false,
    output: name,
    size,
  };
}
