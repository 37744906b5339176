import type { FaceResult } from "../result.ts";

/**
 * The number by which people know a face: its id in video, once it has one; in a still with several
 * faces its position in the record, from 1.
 *
 * @param faces The faces of a record.
 * @param index Which of them.
 * @returns The number, or `undefined` for the only face of a still and a face without id in a video.
 *
 * @example
 * ```ts
 * import { faceNumber } from "./face_number.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(faceNumber([{}, {}], 1), 2);
 * assert.equal(faceNumber([{ id: 7 }], 0), 7);
 * assert.equal(faceNumber([{}], 0), undefined);
 * assert.equal(faceNumber([{ smoothed: {} }, { id: 1, smoothed: {} }], 0), undefined);
 * ```
 */
export function faceNumber(
  faces: readonly Pick<FaceResult, "id" | "smoothed">[],
  index: number,
): number | undefined {
  const { id, smoothed } = faces[index]!;
  return id ?? (smoothed === undefined && faces.length > 1 ? index + 1 : undefined);
}
