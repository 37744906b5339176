/**
 * Softens (above 1) or sharpens (below 1) probabilities, so that they match how often they are right.
 * This is the same as dividing the logits by the temperature.
 *
 * ref: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2.
 *
 * @param probabilities Probabilities that sum to 1.
 * @param temperature Above 0; 1 changes nothing.
 * @returns The scaled probabilities, which sum to 1.
 *
 * @example
 * ```ts
 * import { temperatureScale } from "./temperature_scale.ts";
 * import assert from "node:assert/strict";
 *
 * const [first] = temperatureScale(new Float32Array([0.8, 0.2]), 2);
 * assert(Math.abs(first! - 2 / 3) < 1e-6);
 * ```
 */
export function temperatureScale(
  probabilities: Float32Array,
  temperature: number,
): Float32Array {
  const most = Math.max(...probabilities);
  const powers = probabilities.map((p) => (p / most) ** (1 / temperature));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map((p) => p / sum);
}
