import type { Affine } from "../geometry.ts";
import type { Detection } from "./decode_boxes.ts";

/**
 * Maps a detection from the network's input back to the frame that `letterbox()` fitted into it.
 *
 * ref: MediaPipe DetectionLetterboxRemovalCalculator, and DetectionProjectionCalculator for a part
 * of a frame
 *
 * @param detection The detection in fractions of the input.
 * @param toFrame The map that `letterbox()` returned.
 * @param width Width of the input in pixels.
 * @param height Height of the input in pixels.
 * @returns The detection in pixels of the frame.
 *
 * @example
 * ```ts
 * import { removeLetterbox } from "./remove_letterbox.ts";
 * import assert from "node:assert/strict";
 *
 * const inInput = { score: 0.9, points: new Float32Array([0, 0.125, 1, 0.875]) };
 * const { points } = removeLetterbox(inInput, [5, 0, 0, 0, 5, -80], 128, 128);
 * assert.deepEqual([...points], [0, 0, 640, 480]);
 * ```
 */
export function removeLetterbox(
  { score, points }: Detection,
  [a, b, c, d, e, f]: Affine,
  width: number,
  height: number,
): Detection {
  const moved = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]! * width, y = points[i + 1]! * height;
    moved[i] = a * x + b * y + c;
    moved[i + 1] = d * x + e * y + f;
  }
  return { score, points: moved };
}
