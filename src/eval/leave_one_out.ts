import { againstBaseline, neutralBaseline, restingBaseline } from "../emotion/baseline.ts";
import type { BaselineSettings } from "../model/card.ts";

/** Which pictures of a person are taken to be neutral. */
export type ReferenceChoice = "neutral" | "auto";

/** One picture of a person. */
export interface PersonPicture {
  /** The probability of each label. */
  readonly probabilities: readonly number[];
  /** The index of its true label. */
  readonly label: number;
}

/**
 * Reads each picture of one person against that person's other pictures.
 *
 * @param pictures All pictures of the person.
 * @param choice Whether the other pictures that are labelled neutral make the baseline, or those that
 * look most neutral.
 * @param neutral The index of the neutral label.
 * @param settings The model's settings.
 * @returns For each picture the probabilities; as they were where there is no other picture to take.
 *
 * @example
 * ```ts
 * import { leaveOneOut } from "./leave_one_out.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { strength: 1, neutralLift: 0, neutralShare: 1, temperature: 1 };
 * const pictures = [
 *   { probabilities: [0.5, 0.5], label: 0 },
 *   { probabilities: [0.2, 0.8], label: 1 },
 * ];
 * const [angry, neutral] = leaveOneOut(pictures, "neutral", 1, settings);
 * assert.deepEqual(angry!.map((p) => Math.round(100 * p)), [80, 20]);
 * assert.deepEqual(neutral, [0.2, 0.8]);
 * ```
 */
export function leaveOneOut(
  pictures: readonly PersonPicture[],
  choice: ReferenceChoice,
  neutral: number,
  settings: BaselineSettings,
): (readonly number[])[] {
  return pictures.map(({ probabilities }, i) => {
    const others = pictures.filter((other, k) =>
      k !== i && (choice === "auto" || other.label === neutral)
    ).map((other) => other.probabilities);
    if (others.length === 0) return probabilities;
    const baseline = choice === "auto"
      ? restingBaseline(others, neutral, settings)
      : neutralBaseline(others);
    return againstBaseline(probabilities, baseline, neutral, settings);
  });
}
