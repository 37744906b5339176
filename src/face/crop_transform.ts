import type { Affine, Box, Landmarks } from "../geometry.ts";

/** How a face is cut out, in fractions of the longer side of its box. */
export interface CropOptions {
  /** Added on each side; negative cuts off. */
  readonly margin: number;
  /** How far the centre moves towards the chin. @default {0} */
  readonly shiftY?: number;
}

/** What of a face a crop goes by. */
export interface CropFace {
  /** Where it is. */
  readonly box: Box;
  /** Its eyes, which the crop makes level. */
  readonly landmarks: Pick<Landmarks, "rightEye" | "leftEye">;
}

/**
 * Places a square on a face, turned so that the eyes are level.
 *
 * ref: MediaPipe DetectionsToRectsCalculator and RectTransformationCalculator; the roll is computed
 * in pixels
 *
 * @param face Its box and eyes.
 * @param options How much more or less than the box to take.
 * @param size Side of the crop in pixels.
 * @returns The map from pixels of the crop to pixels of the frame.
 *
 * @example
 * ```ts
 * import { cropTransform } from "./crop_transform.ts";
 * import assert from "node:assert/strict";
 *
 * const face = {
 *   box: { x: 100, y: 50, width: 80, height: 80 },
 *   landmarks: { rightEye: [120, 80], leftEye: [160, 80] },
 * } as const;
 * const [scale, , x, , , y] = cropTransform(face, { margin: 0.1 }, 48);
 * assert.deepEqual([scale, x, y], [2, 92, 42]);
 * ```
 */
export function cropTransform(
  { box, landmarks: { rightEye, leftEye } }: CropFace,
  { margin, shiftY = 0 }: CropOptions,
  size: number,
): Affine {
  const side = Math.max(box.width, box.height);
  const scale = side * (1 + 2 * margin) / size;
  const roll = Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]);
  const cos = Math.cos(roll), sin = Math.sin(roll);
  // The centre of the crop, and how far its first corner lies from it.
  const x = box.x + box.width / 2 - sin * shiftY * side;
  const y = box.y + box.height / 2 + cos * shiftY * side;
  const half = scale * size / 2;
  return [
    scale * cos,
    -scale * sin,
    x - half * (cos - sin),
    scale * sin,
    scale * cos,
    y - half * (sin + cos),
  ];
}
