import { demandsOf } from "./demands.ts";
import { isDenseAlways, type Program } from "./insert_copies.ts";
import { LANES, type Layout, roundUp } from "./layout.ts";
import { NO_MARGINS } from "./operation.ts";
import { isStep } from "./step.ts";

/**
 * Chooses the memory layout of each value.
 *
 * @param program The steps of a network, copies included.
 * @returns The layouts by the name of the value.
 */
export function layOut({ steps, outputs }: Program): Map<string, Layout> {
  const demands = demandsOf(steps);
  const dense = new Set(outputs);
  for (const step of steps) {
    if (isDenseAlways(step)) dense.add(step.output);
    if (isStep(step, "reshape")) dense.add(step.inputs[0]!);
  }
  return new Map(steps.map((step) => {
    const { output, size } = step;
    const hasFewChannels = isStep(step, "placement") && size.channels < LANES / 2;
    const isFlush = dense.has(output) || hasFewChannels;
    const stride = isFlush ? size.channels : roundUp(size.channels, LANES);
    const margins = demands.get(output) ?? { ...NO_MARGINS, hasZeroMargin: false };
    return [output, { ...size, ...margins, stride }];
  }));
}
