import { type Box, type Landmarks, round } from "../geometry.ts";
import type { FaceQuality } from "../result.ts";

/** How far the tip of the nose is in front of the ears, in half distances between the ears. */
const noseDepth = 1.6;

/** What {@linkcode faceQuality} measures. */
export interface MeasuredFace {
  /** The face's box. */
  readonly box: Box;
  /** Its points, where it was detected. */
  readonly landmarks?: Landmarks | undefined;
}

/**
 * Measures what decides whether an expression can be read.
 *
 * @param face The face.
 * @param frame Size of the frame in pixels.
 * @param crop The face as the network sees it.
 * @returns The quantities, rounded.
 *
 * @example
 * ```ts
 * import { faceQuality } from "./quality.ts";
 * import assert from "node:assert/strict";
 *
 * const face = { box: { x: -10, y: 20, width: 40, height: 40 } };
 * const crop = { data: new Float32Array(4).fill(0.25), width: 2, height: 2, channels: 1 } as const;
 * assert.deepEqual(faceQuality(face, { width: 100, height: 100 }, crop), {
 *   sizePx: 40,
 *   sharpness: 0,
 *   brightness: 0.25,
 *   visibleShare: 0.75,
 * });
 * ```
 */
export function faceQuality(
  { box, landmarks }: MeasuredFace,
  frame: Pick<Box, "width" | "height">,
  crop: Crop,
): FaceQuality {
  const luma = lumaOf(crop);
  return {
    sizePx: round(Math.max(box.width, box.height), 1),
    sharpness: round(sharpness(luma, crop.width), 3),
    ...(landmarks && {
      yawDegrees: round(yawDegrees(landmarks), 1),
      rollDegrees: round(rollDegrees(landmarks), 1),
    }),
    brightness: round(mean(luma), 3),
    visibleShare: round(visibleShare(box, frame), 3),
  };
}

/** A face as the network sees it. */
export interface Crop {
  /** Samples in 0 to 1, row by row, channels last. */
  readonly data: Float32Array;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** 1 for grey, 3 for RGB. */
  readonly channels: 1 | 3;
}

/**
 * Compares the finest detail of a picture with its contrast.
 *
 * ref: Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy", LAPV; divided by the
 * picture's own deviation, so that a dim picture is no blurred one.
 *
 * @param luma The picture, row by row.
 * @param width Its width in pixels.
 * @returns Standard deviation of its Laplacian in standard deviations of the picture; 0 if it is flat.
 */
export function sharpness(luma: Float32Array, width: number): number {
  const height = luma.length / width;
  const contrast = deviation(luma);
  if (contrast < 1e-6 || width < 3 || height < 3) return 0;
  const laplacian = new Float32Array((width - 2) * (height - 2));
  let next = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      laplacian[next++] = luma[i - 1]! + luma[i + 1]! + luma[i - width]! + luma[i + width]! -
        4 * luma[i]!;
    }
  }
  return deviation(laplacian) / contrast;
}

/**
 * Estimates how far a head is turned to its side from where the nose is between the ears.
 *
 * @param landmarks The points of the face.
 * @returns Degrees, positive where the nose points to the right of the picture.
 */
export function yawDegrees({ rightEar, leftEar, nose }: Landmarks): number {
  const x = leftEar[0] - rightEar[0], y = leftEar[1] - rightEar[1];
  const distance = Math.hypot(x, y);
  if (distance === 0) return 0;
  const fromMiddle = [
    nose[0] - (rightEar[0] + leftEar[0]) / 2,
    nose[1] - (rightEar[1] + leftEar[1]) / 2,
  ] as const;
  const along = (fromMiddle[0] * x + fromMiddle[1] * y) / distance;
  return Math.atan2(along / noseDepth, distance / 2) * 180 / Math.PI;
}

/**
 * Measures how far a head leans.
 *
 * @param landmarks The points of the face.
 * @returns Degrees by which the line from the right eye to the left one falls in the picture.
 */
export function rollDegrees(
  { rightEye, leftEye }: Pick<Landmarks, "rightEye" | "leftEye">,
): number {
  return Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]) * 180 / Math.PI;
}

function visibleShare({ x, y, width, height }: Box, frame: Pick<Box, "width" | "height">): number {
  const inside = (start: number, length: number, end: number): number =>
    Math.max(0, Math.min(start + length, end) - Math.max(start, 0));
  return inside(x, width, frame.width) * inside(y, height, frame.height) / (width * height);
}

function lumaOf({ data, channels }: Crop): Float32Array {
  if (channels === 1) return data;
  return Float32Array.from(
    { length: data.length / 3 },
    (_, i) => 0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]!,
  );
}

// Loops, not reduce(), which V8 calls for each value: these run over every face of a video.
function mean(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function deviation(values: Float32Array): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - middle) ** 2;
  return Math.sqrt(sum / values.length);
}
