import type { FaceResult } from "../result.ts";

/**
 * What a label says of a face, after its number: `happy 94%`, or `happy? 41%` if it is uncertain. While
 * its first seconds are to show its neutral face, it says so.
 *
 * @param face The face.
 * @param baseline Where the neutral face comes from, as the record says.
 * @returns One line.
 *
 * @example
 * ```ts
 * import { labelText } from "./label_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(labelText({ emotion: "sad", confidence: 0.406, uncertain: true }), "sad? 41%");
 * ```
 */
export function labelText(
  face: Pick<FaceResult, "id" | "emotion" | "confidence" | "uncertain" | "baselineConfidence">,
  baseline = "",
): string {
  const isLearned = /^\d/.test(baseline) && face.id !== undefined;
  if (isLearned && face.baselineConfidence === 0) return "look neutral";
  return `${face.emotion}${face.uncertain ? "?" : ""} ${Math.round(face.confidence * 100)}%`;
}

/**
 * What stands for a face that has no room for its label.
 *
 * @param face The face.
 * @param number Its number, if it has one.
 * @returns `#7`; `#` for a face of a video that has no number yet.
 */
export function tagOf({ smoothed }: Pick<FaceResult, "smoothed">, number?: number): string {
  return `#${number ?? (smoothed ? "" : 1)}`;
}
