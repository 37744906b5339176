import type { Affine } from "../../src/geometry.ts";
import { createFrame, type Frame, type FrameOptions } from "../../src/image/frame.ts";
import { sampleRgb } from "../../src/image/sample_rgb.ts";

/** A picture of a part of a frame: `toFrame` maps its pixels to those of the frame. */
export function view(
  frame: Frame,
  toFrame: Affine,
  width: number,
  height: number,
  options: FrameOptions & { dimmed?: number } = {},
): Frame {
  const { dimmed = 1, ...rest } = options;
  const samples = sampleRgb(frame, toFrame, width, height);
  const data = Uint8Array.from(samples, (value) => Math.round(255 * value * dimmed));
  return createFrame("rgb24", width, height, data, rest);
}

/** Copies a picture into a larger one of the same layout, `rgb24`. */
export function paste(picture: Frame, into: Frame, left: number, top: number): void {
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
    into.data.set(row, ((top + y) * into.width + left) * 3);
  }
}

/** A picture of one brightness. */
export function plain(width: number, height: number, value: number): Frame {
  return createFrame("rgb24", width, height, new Uint8Array(width * height * 3).fill(value));
}
