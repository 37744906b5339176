import type { FaceResult } from "../result.ts";

/**
 * The label of a face: `2 happy 94%`, or `2 happy? 41%` if it is uncertain.
 *
 * @param face The face.
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
  face: Pick<FaceResult, "id" | "emotion" | "confidence" | "uncertain">,
): string {
  const id = face.id === undefined ? "" : `${face.id} `;
  return `${id}${face.emotion}${face.uncertain ? "?" : ""} ${Math.round(face.confidence * 100)}%`;
}
