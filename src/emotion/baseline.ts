import type { BaselineSettings } from "../model/card.ts";

/** What a person's face at rest shows. */
export interface Baseline {
  /** The mean logarithm of each label's probability. */
  readonly logs: readonly number[];
  /** How far to rely on it, 0 to 1. */
  readonly confidence: number;
}

/** What is less probable tells nothing more, and records hold four digits only. */
const leastProbability = 1e-3;

/**
 * Makes a baseline of pictures that are known to be neutral.
 *
 * @param pictures The probabilities of each picture, at least one.
 * @returns The baseline.
 *
 * @example
 * ```ts
 * import { neutralBaseline } from "./baseline.ts";
 * import assert from "node:assert/strict";
 *
 * const { logs, confidence } = neutralBaseline([[0.1, 0.9], [0.4, 0.6]]);
 * assert.equal(confidence, 1);
 * assert(Math.abs(Math.exp(logs[0]!) - 0.2) < 1e-9);
 * ```
 */
export function neutralBaseline(pictures: readonly (readonly number[])[]): Baseline {
  return { logs: meanLogs(pictures.map(logsOf)), confidence: 1 };
}

/**
 * Makes a baseline of pictures of which nothing is known: of those that look most neutral. The less
 * neutral these look, the less it is relied on, as the person may not have been at rest at all.
 *
 * @param pictures The probabilities of each picture, at least one.
 * @param neutral The index of the neutral label.
 * @param settings The model's settings.
 * @returns The baseline.
 *
 * @example
 * ```ts
 * import { restingBaseline } from "./baseline.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { strength: 0.75, neutralLift: 1, neutralShare: 0.3, temperature: 1 };
 * const pictures = [[0.2, 0.8], [0.9, 0.1], [1, 0], [0.8, 0.2]];
 * const { logs, confidence } = restingBaseline(pictures, 1, settings);
 * assert(Math.abs(Math.exp(logs[1]!) - 0.4) < 1e-9);
 * assert(Math.abs(confidence - 0.16) < 1e-9);
 * ```
 */
export function restingBaseline(
  pictures: readonly (readonly number[])[],
  neutral: number,
  { neutralShare }: BaselineSettings,
): Baseline {
  const neutralFirst = pictures.toSorted((a, b) => b[neutral]! - a[neutral]!);
  const taken = neutralFirst.slice(0, Math.ceil(neutralShare * pictures.length));
  const logs = meanLogs(taken.map(logsOf));
  return { logs, confidence: Math.exp(2 * logs[neutral]!) };
}

/**
 * Reads a picture against its person's baseline: what that face shows at rest counts as neutral.
 *
 * With `z` the logarithms of the picture's probabilities, `b` the baseline and `t` a standard neutral
 * face, these are the probabilities whose logarithms are `z - k (b - t)`, divided by a temperature.
 * The less the baseline is relied on, the smaller is `k`, and the nearer to 1 is the temperature.
 *
 * @param probabilities The probabilities of the picture.
 * @param baseline The person's baseline.
 * @param neutral The index of the neutral label.
 * @param settings The model's settings.
 * @returns Probabilities, which sum to 1.
 *
 * @example
 * ```ts
 * import { againstBaseline, neutralBaseline } from "./baseline.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { strength: 1, neutralLift: 0, neutralShare: 0.3, temperature: 1 };
 * const baseline = neutralBaseline([[0.2, 0.8]]);
 * const [angry] = againstBaseline([0.5, 0.5], baseline, 1, settings);
 * assert(Math.abs(angry! - 0.8) < 1e-9);
 * ```
 */
export function againstBaseline(
  probabilities: readonly number[],
  { logs, confidence }: Baseline,
  neutral: number,
  { strength, neutralLift, temperature }: BaselineSettings,
): number[] {
  const k = strength * confidence, divisor = temperature ** confidence;
  const relative = logsOf(probabilities).map((z, i) =>
    (z - k * (logs[i]! - (i === neutral ? neutralLift : 0))) / divisor
  );
  const most = Math.max(...relative);
  const powers = relative.map((z) => Math.exp(z - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function logsOf(probabilities: readonly number[]): number[] {
  return probabilities.map((p) => Math.log(Math.max(p, leastProbability)));
}

function meanLogs(logs: readonly (readonly number[])[]): number[] {
  return logs[0]!.map((_, i) => logs.reduce((sum, values) => sum + values[i]!, 0) / logs.length);
}
