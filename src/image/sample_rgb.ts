import type { Affine } from "../geometry.ts";
import { type Plane, planesOf, toChroma, toSamples } from "./planes.ts";
import { samplePlane } from "./sample_plane.ts";
import { Scratch } from "./scratch.ts";
import type { SampledFrame } from "./square_frame.ts";

/** Options of {@linkcode sampleRgb}. */
export interface SampleRgbOptions {
  /** What surrounds the frame: its replicated edge, or black. @default {"replicate"} */
  border?: "replicate" | "zero";
  /** Takes the result. @default {a new array} */
  into?: Float32Array<ArrayBuffer>;
}

/** Keeps 1080p frames cheap. A detector does not need an exact mean, least of all of chroma. */
const spacing = 2, maxTaps = 4;

const scratch = [new Scratch(), new Scratch(), new Scratch()];

/**
 * Samples the colour of part of a frame, averaged over the area of each output pixel. YUV is taken
 * as ITU-R BT.601, as ffmpeg does if no colour space is given.
 *
 * @param frame The frame, in any layout. Alpha is ignored.
 * @param toFrame Maps output coordinates to frame coordinates.
 * @param width Output width in pixels.
 * @param height Output height in pixels.
 * @param options What to take for pixels outside the frame.
 * @returns `width * height * 3` values, RGB by RGB, row by row, each 0 to 1; video range is
 * expanded.
 *
 * @example
 * ```ts
 * import { createFrame } from "./frame.ts";
 * import { sampleRgb } from "./sample_rgb.ts";
 * import assert from "node:assert/strict";
 *
 * const red = createFrame("rgb24", 1, 1, new Uint8Array([255, 0, 0]));
 * const twice = sampleRgb(red, [1, 0, 0, 0, 1, 0], 2, 1, { border: "zero" });
 * assert.deepEqual([...twice], [1, 0, 0, 0, 0, 0]);
 * ```
 */
export function sampleRgb(
  frame: SampledFrame,
  toFrame: Affine,
  width: number,
  height: number,
  options: SampleRgbOptions = {},
): Float32Array<ArrayBuffer> {
  const zero = options.border === "zero";
  const { format, fullRange } = frame;
  const black = fullRange ? 0 : 16, span = fullRange ? 255 : 219;
  const border = zero ? black : undefined;
  const [plane0, plane1, plane2] = planesOf(frame);
  const size = width * height;
  const rgb = options.into ?? new Float32Array(size * 3);
  const sample = (
    plane: Plane,
    map: Affine,
    most: number,
    outside: number | undefined,
    at: number,
  ) => samplePlane(plane, map, width, height, spacing, most, outside, scratch[at]!.of(size));
  const toPlane = toSamples(toFrame, frame);
  if (format === "rgb24" || format === "rgba") {
    const channels = { ...plane0!, channels: 3 } as const;
    samplePlane(channels, toPlane, width, height, spacing, maxTaps, border, rgb);
    for (let i = 0; i < rgb.length; i++) rgb[i] = unit((rgb[i]! - black) / span);
    return rgb;
  }
  const first = sample(plane0!, toPlane, maxTaps, border, 0);
  if (format === "gray") {
    for (let i = 0, o = 0; i < first.length; i++, o += 3) {
      rgb[o] = rgb[o + 1] = rgb[o + 2] = unit((first[i]! - black) / span);
    }
    return rgb;
  }
  const chroma = toChroma(toPlane, format);
  const chromaSpan = fullRange ? 255 : 224;
  const neutral = zero ? 128 : undefined;
  const u = sample(plane1!, chroma, maxTaps / 2, neutral, 1);
  const v = sample(plane2!, chroma, maxTaps / 2, neutral, 2);
  for (let i = 0, o = 0; i < first.length; i++, o += 3) {
    const luma = (first[i]! - black) / span;
    const cb = (u[i]! - 128) / chromaSpan, cr = (v[i]! - 128) / chromaSpan;
    rgb[o] = unit(luma + 1.402 * cr);
    rgb[o + 1] = unit(luma - 0.344136 * cb - 0.714136 * cr);
    rgb[o + 2] = unit(luma + 1.772 * cb);
  }
  return rgb;
}

function unit(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
