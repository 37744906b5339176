import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";
import { type CropFace, type CropOptions, cropTransform } from "./crop_transform.ts";

/**
 * Cuts a face out of a frame as the emotion network wants it: square, eyes level, grey, averaged
 * down. Where the square leaves the frame, the frame's edge goes on.
 *
 * @param frame The picture, in any layout.
 * @param face A face in it.
 * @param options How much more or less than the face's box to take.
 * @param size Side of the crop in pixels. @default {48}
 * @returns `size * size` values, row by row, 0 (black) to 1 (white).
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { faceCrop } from "./face_crop.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("gray", 100, 100, new Uint8Array(100 * 100).fill(255));
 * const face = {
 *   box: { x: 20, y: 20, width: 40, height: 40 },
 *   landmarks: { rightEye: [30, 30], leftEye: [50, 30] },
 * } as const;
 * const crop = faceCrop(frame, face, { margin: 0.1 });
 * assert.equal(crop.length, 48 * 48);
 * assert(crop.every((value) => value === 1));
 * ```
 */
export function faceCrop(
  frame: Frame,
  face: CropFace,
  options: CropOptions,
  size = 48,
): Float32Array<ArrayBuffer> {
  return sampleLuma(frame, cropTransform(face, options, size), size, size);
}
