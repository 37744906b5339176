import type { Affine, Box } from "../geometry.ts";

/**
 * Fits a part of a frame into a network's input: centred, as large as possible, with its aspect ratio
 * kept and bars on two sides.
 *
 * ref: MediaPipe ImageToTensorCalculator, keep_aspect_ratio
 *
 * @param region The part of the frame, in pixels; `0, 0, width, height` for all of it.
 * @param width Width of the input in pixels.
 * @param height Height of the input in pixels.
 * @returns The map from pixels of the input to pixels of the frame.
 *
 * @example
 * ```ts
 * import { letterbox } from "./letterbox.ts";
 * import assert from "node:assert/strict";
 *
 * const toFrame = letterbox({ x: 0, y: 0, width: 640, height: 480 }, 128, 128);
 * assert.deepEqual(toFrame, [5, 0, 0, 0, 5, -80]);
 * ```
 */
export function letterbox(region: Box, width: number, height: number): Affine {
  const scale = Math.max(region.width / width, region.height / height);
  const x = region.x + (region.width - scale * width) / 2;
  const y = region.y + (region.height - scale * height) / 2;
  return [scale, 0, x, 0, scale, y];
}
