import type { FaceResult } from "../result.ts";

/**
 * The label of a face: `2 happy 94%`, or `2 happy? 41%` if it is uncertain. While its first seconds
 * are to show its neutral face, it says so.
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
 * const face = { id: 2, emotion: "sad", confidence: 0.406, uncertain: true } as const;
 * assert.equal(labelText(face), "2 sad? 41%");
 * ```
 */
export function labelText(
  face: Pick<FaceResult, "id" | "emotion" | "confidence" | "uncertain" | "baselineConfidence">,
  baseline = "",
): string {
  const id = face.id === undefined ? "" : `${face.id} `;
  if (/^\d/.test(baseline) && face.baselineConfidence === 0) return `${id}look neutral`;
  return `${id}${face.emotion}${face.uncertain ? "?" : ""} ${Math.round(face.confidence * 100)}%`;
}
