import type { Affine, Box, Landmarks } from "../geometry.ts";

/** How much of a face to crop, in fractions of the longer side of its box. */
export interface CropOptions {
  /** Added on each side; cut off if negative. */
  readonly margin: number;
  /** How far to move the centre towards the chin. @default {0} */
  readonly shiftY?: number;
}

/** The parts of a face that a crop depends on. */
export interface CropFace {
  /** The face's box. */
  readonly box: Box;
  /** The eyes, which are level in the crop. */
  readonly landmarks: Pick<Landmarks, "rightEye" | "leftEye">;
}

/**
 * Places a square on a face, turned so that the eyes are level.
 *
 * ref: MediaPipe DetectionsToRectsCalculator and RectTransformationCalculator; the roll is computed
 * in pixels
 *
 * @param face The face.
 * @param options How much more or less than its box to take.
 * @param width Width in pixels that the square is scaled to.
 * @param height Height in pixels that the square is scaled to.
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
 * const [scale, , x, , , y] = cropTransform(face, { margin: 0.1 }, 48, 48);
 * assert.deepEqual([scale, x, y], [2, 92, 42]);
 * ```
 */
export function cropTransform(
  { box, landmarks: { rightEye, leftEye } }: CropFace,
  { margin, shiftY = 0 }: CropOptions,
  width: number,
  height: number,
): Affine {
  const side = Math.max(box.width, box.height);
  const cropSide = side * (1 + 2 * margin);
  const roll = Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]);
  const cos = Math.cos(roll), sin = Math.sin(roll);
  // The centre of the crop, and how far its first corner is from it.
  const x = box.x + box.width / 2 - sin * shiftY * side;
  const y = box.y + box.height / 2 + cos * shiftY * side;
  const half = cropSide / 2;
  return [
    cropSide * cos / width,
    -cropSide * sin / height,
    x - half * (cos - sin),
    cropSide * sin / width,
    cropSide * cos / height,
    y - half * (sin + cos),
  ];
}
