import type { Affine } from "../geometry.ts";
import { type Plane, planesOf, toSamples } from "./planes.ts";
import { samplePlane } from "./sample_plane.ts";
import { Scratch } from "./scratch.ts";
import type { SampledFrame } from "./square_frame.ts";

/** Enough for an exact average if an output pixel covers up to 16 source pixels along each axis. */
const maxTaps = 16;

const scratch = new Scratch();

/**
 * Samples the brightness of part of a frame, averaged over the area of each output pixel. A YUV
 * frame gives its luma, RGB is weighted by ITU-R BT.601. The edge of the frame is replicated beyond
 * it.
 *
 * @param frame The frame, in any layout. Alpha is ignored.
 * @param toFrame Maps output coordinates to frame coordinates.
 * @param width Output width in pixels.
 * @param height Output height in pixels.
 * @returns `width * height` values, row by row, 0 (black) to 1 (white); video range is expanded.
 *
 * @example
 * ```ts
 * import { createFrame } from "./frame.ts";
 * import { sampleLuma } from "./sample_luma.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("gray", 4, 2, new Uint8Array([0, 0, 255, 255, 0, 0, 255, 255]));
 * assert.deepEqual([...sampleLuma(frame, [2, 0, 0, 0, 2, 0], 2, 1)], [0, 1]);
 * ```
 */
export function sampleLuma(
  frame: SampledFrame,
  toFrame: Affine,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const toPlane = toSamples(toFrame, frame);
  const [plane] = planesOf(frame), size = width * height;
  const luma = new Float32Array(size);
  const sample = (plane: Plane, into: Float32Array<ArrayBuffer>) =>
    samplePlane(plane, toPlane, width, height, 1, maxTaps, undefined, into);
  if (frame.format === "rgb24" || frame.format === "rgba") {
    const rgb = sample({ ...plane!, channels: 3 }, scratch.of(3 * size));
    for (let i = 0, o = 0; i < size; i++, o += 3) {
      luma[i] = 0.299 * rgb[o]! + 0.587 * rgb[o + 1]! + 0.114 * rgb[o + 2]!;
    }
  } else sample(plane!, luma);
  const black = frame.fullRange ? 0 : 16, span = frame.fullRange ? 255 : 219;
  for (let i = 0; i < luma.length; i++) {
    luma[i] = Math.min(Math.max((luma[i]! - black) / span, 0), 1);
  }
  return luma;
}
