import type { Affine } from "../geometry.ts";
import type { Plane } from "./planes.ts";
import { sampleTurned } from "./sample_turned.ts";
import { sampleUpright } from "./sample_upright.ts";

/**
 * Averages channels over the source area of each output pixel, with a grid of bilinear taps at most
 * `spacing` source pixels apart, unless that takes more than `maxTaps`.
 *
 * @param plane The channels.
 * @param toPlane Maps output coordinates to plane coordinates.
 * @param width Output width.
 * @param height Output height.
 * @param spacing Source pixels between taps: 1 is close to an exact mean, 2 still reads each pixel.
 * @param maxTaps The most taps along each axis of an output pixel.
 * @param border The value of taps outside the plane. If left out, the nearest edge sample is used.
 * @param into Takes the result. @default {a new array}
 * @returns `width * height * channels` means in the units of the samples, row by row, pixel by pixel.
 */
export function samplePlane(
  plane: Plane,
  toPlane: Affine,
  width: number,
  height: number,
  spacing: number,
  maxTaps: number,
  border?: number,
  into: Float32Array<ArrayBuffer> = new Float32Array(width * height * (plane.channels ?? 1)),
): Float32Array<ArrayBuffer> {
  const [a, b, , d, e] = toPlane;
  const isUpright = b === 0 && d === 0 && a !== 0 && e !== 0;
  const output = {
    width,
    height,
    toPlane,
    columns: tapCount(Math.hypot(a, d) / spacing, maxTaps),
    rows: tapCount(Math.hypot(b, e) / spacing, maxTaps),
    border,
  };
  if (!isUpright || !sampleUpright(plane, output, into)) sampleTurned(plane, output, into);
  return into;
}

function tapCount(needed: number, maxTaps: number): number {
  // 2.0000001 is a rounding error and needs no third tap.
  return Math.min(Math.max(Math.ceil(needed - 1e-6), 1), maxTaps);
}
