import type { Affine } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import type { ModelCard } from "../model/card.ts";
import { type CropFace, type CropOptions, cropTransform } from "./crop_transform.ts";

/** Size of a crop, and whether it is grey or RGB. */
export type CropInput = Pick<ModelCard["input"], "width" | "height" | "channels">;

/**
 * Crops a face for an emotion network: a square with level eyes, averaged down to the network's input.
 * Beyond the frame, its edge is repeated.
 *
 * @param frame A picture in any layout.
 * @param face A face in it.
 * @param options How much more or less than the face's box to take.
 * @param input What the network takes.
 * @returns `height * width * channels` values, row by row, channels last, 0 (black) to 1 (white).
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
 * const crop = faceCrop(frame, face, { margin: 0.1 }, { width: 48, height: 48, channels: 1 });
 * assert.equal(crop.length, 48 * 48);
 * assert(crop.every((value) => value === 1));
 * ```
 */
export function faceCrop(
  frame: Frame,
  face: CropFace,
  options: CropOptions,
  input: CropInput,
): Float32Array<ArrayBuffer> {
  return sample(frame, cropTransform(face, options, input.width, input.height), input);
}

/**
 * Scales a whole frame to a network's input, for frames that are face crops already.
 *
 * @param frame A picture in any layout.
 * @param input What the network takes.
 * @returns As {@linkcode faceCrop}.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { frameCrop } from "./face_crop.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("gray", 2, 1, Uint8Array.of(0, 255));
 * const crop = frameCrop(frame, { width: 1, height: 1, channels: 3 });
 * assert.equal(crop.length, 3);
 * assert(Math.abs(crop[0]! - 0.5) < 1e-6);
 * ```
 */
export function frameCrop(frame: Frame, input: CropInput): Float32Array<ArrayBuffer> {
  const scaleX = frame.width / input.width, scaleY = frame.height / input.height;
  return sample(frame, [scaleX, 0, 0, 0, scaleY, 0], input);
}

function sample(
  frame: Frame,
  toFrame: Affine,
  { width, height, channels }: CropInput,
): Float32Array<ArrayBuffer> {
  return channels === 1
    ? sampleLuma(frame, toFrame, width, height)
    : sampleRgb(frame, toFrame, width, height, { border: "replicate" });
}
