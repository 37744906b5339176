/**
 * A label that changes only when another one leads it clearly (hysteresis).
 *
 * @param current Index of the label now, -1 for none yet.
 * @param probabilities Of every label.
 * @param margin By how much another label must lead.
 * @returns Index of the label from now on.
 *
 * @example
 * ```ts
 * import { steadyLabel } from "./steady_label.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(steadyLabel(0, [0.45, 0.5], 0.1), 0);
 * assert.equal(steadyLabel(0, [0.4, 0.55], 0.1), 1);
 * assert.equal(steadyLabel(-1, [0.45, 0.5], 0.1), 1);
 * ```
 */
export function steadyLabel(
  current: number,
  probabilities: readonly number[],
  margin: number,
): number {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return current === -1 || probabilities[best]! - probabilities[current]! > margin ? best : current;
}
