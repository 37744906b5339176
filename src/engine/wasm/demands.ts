import { chooseMethod, sizeBeforePooling, tilingOf } from "./choose_method.ts";
import type { Convolution, Margins, Size } from "./operation.ts";
import { isStep, type Step } from "./step.ts";

/** The margin that a value needs around it. */
export interface Demand extends Margins {
  /** Whether windows read the margin, which must then be zero. Otherwise it is only written to. */
  readonly hasZeroMargin: boolean;
}

/** Margins by the name of the value. */
export type Demands = ReadonlyMap<string, Demand>;

/**
 * Finds which values need a margin: windows read beyond the edge of a picture, and the last tiles of a
 * Winograd convolution read and write there.
 *
 * @param steps All steps.
 * @returns For each value that needs one, the largest margin.
 */
export function demandsOf(steps: readonly Step[]): Map<string, Demand> {
  const sizes = new Map(steps.map(({ output, size }) => [output, size]));
  const demands = new Map<string, Demand>();
  const demand = (name: string, margins: Margins, use: "read" | "stored"): void => {
    const before = demands.get(name);
    const sides = (["top", "left", "bottom", "right"] as const).map((side) =>
      [side, Math.max(margins[side], before?.[side] ?? 0)] as const
    );
    if (sides.every(([, size]) => size === 0)) return;
    const isRead = use === "read" && Object.values(margins).some((size) => size > 0);
    const hasZeroMargin = isRead || before?.hasZeroMargin === true;
    demands.set(name, { ...Object.fromEntries(sides) as unknown as Margins, hasZeroMargin });
  };
  for (const step of steps) {
    if (!isStep(step, "convolution") && !isStep(step, "depthwise")) continue;
    const [input] = step.inputs as [string], size = sizes.get(input)!;
    const { padding } = (step.before ?? step).action.window;
    demand(input, padding, "read");
    if (!isStep(step, "convolution") || chooseMethod(step, size) !== "winograd") continue;
    const { read, stored } = winogradDemands(step, size);
    demand(input, read, "read");
    demand(step.output, stored, "stored");
  }
  return demands;
}

/**
 * The last tiles may reach beyond the picture. What they read there does not change the results inside,
 * but large values would make them less accurate.
 */
function winogradDemands(
  { action, size, isPooled }: Step<Convolution>,
  input: Size,
): { read: Margins; stored: Margins } {
  const { padding } = action.window;
  const { side, rows, columns } = tilingOf(action.window, input);
  const made = sizeBeforePooling(action.window, input);
  const missing = [rows * side - made.height, columns * side - made.width] as const;
  const pooled = isPooled ? 2 : 1;
  const bottom = Math.ceil(rows * side / pooled) - size.height;
  const right = Math.ceil(columns * side / pooled) - size.width;
  return {
    read: { ...padding, bottom: padding.bottom + missing[0], right: padding.right + missing[1] },
    stored: { top: 0, left: 0, bottom, right },
  };
}
