import type { Affine } from "../geometry.ts";

/** One channel of a picture inside a larger array. */
export interface Plane {
  /** The samples, which may include those of other channels. */
  readonly data: Uint8Array;
  /** The index of the first sample of this channel. */
  readonly offset: number;
  /** Width in samples. */
  readonly width: number;
  /** Height in samples. */
  readonly height: number;
  /** The distance between neighbours in a row: 1 for planar, 3 for rgb24, 4 for rgba. */
  readonly stride: number;
}

/**
 * Averages one channel over the source area of each output pixel, with a grid of bilinear taps at
 * most `spacing` source pixels apart, unless that takes more than `maxTaps`.
 *
 * @param plane The channel.
 * @param toPlane Maps output coordinates to plane coordinates.
 * @param width Output width.
 * @param height Output height.
 * @param spacing Source pixels between taps: 1 is close to an exact mean, 2 still reads each pixel.
 * @param maxTaps The most taps along each axis of an output pixel.
 * @param border The value of taps outside the plane. If left out, the nearest edge sample is used.
 * @param into Takes the result. @default {a new array}
 * @returns `width * height` means in the units of the samples, row by row.
 */
export function samplePlane(
  plane: Plane,
  toPlane: Affine,
  width: number,
  height: number,
  spacing: number,
  maxTaps: number,
  border?: number,
  into: Float32Array<ArrayBuffer> = new Float32Array(width * height),
): Float32Array<ArrayBuffer> {
  const { data, offset, stride } = plane;
  const rowStride = plane.width * stride;
  const [a, b, c, d, e, f] = toPlane;
  const { tapX, tapY } = tapGrid(toPlane, spacing, maxTaps);
  const taps = tapX.length;
  const lastX = plane.width - 1, lastY = plane.height - 1;
  const reachX = (Math.abs(a) + Math.abs(b)) / 2, reachY = (Math.abs(d) + Math.abs(e)) / 2;

  for (let y = 0, n = 0; y < height; y++) {
    for (let x = 0; x < width; x++, n++) {
      // The centre of the output pixel, with sample i at i and not at i + 0.5.
      const centreX = a * (x + 0.5) + b * (y + 0.5) + c - 0.5;
      const centreY = d * (x + 0.5) + e * (y + 0.5) + f - 0.5;
      let sum = 0;
      if (
        centreX >= reachX && centreX + reachX < lastX &&
        centreY >= reachY && centreY + reachY < lastY
      ) {
        for (let t = 0; t < taps; t++) {
          const sx = centreX + tapX[t]!, sy = centreY + tapY[t]!;
          const ix = sx | 0, iy = sy | 0;
          const fx = sx - ix, fy = sy - iy;
          const at = offset + iy * rowStride + ix * stride;
          const top = data[at]! + fx * (data[at + stride]! - data[at]!);
          const under = at + rowStride;
          const bottom = data[under]! + fx * (data[under + stride]! - data[under]!);
          sum += top + fy * (bottom - top);
        }
      } else {
        for (let t = 0; t < taps; t++) {
          const sx = centreX + tapX[t]!, sy = centreY + tapY[t]!;
          if (
            border !== undefined &&
            (sx < -0.5 || sy < -0.5 || sx >= lastX + 0.5 || sy >= lastY + 0.5)
          ) {
            sum += border;
            continue;
          }
          const px = Math.min(Math.max(sx, 0), lastX), py = Math.min(Math.max(sy, 0), lastY);
          const ix = px | 0, iy = py | 0;
          const fx = px - ix, fy = py - iy;
          const at = offset + iy * rowStride + ix * stride;
          const right = ix < lastX ? stride : 0;
          const under = iy < lastY ? at + rowStride : at;
          const top = data[at]! + fx * (data[at + right]! - data[at]!);
          const bottom = data[under]! + fx * (data[under + right]! - data[under]!);
          sum += top + fy * (bottom - top);
        }
      }
      into[n] = sum / taps;
    }
  }
  return into;
}

/** The offsets of the taps from the centre of an output pixel, in source pixels. */
function tapGrid(
  [a, b, , d, e]: Affine,
  spacing: number,
  maxTaps: number,
): { tapX: Float64Array; tapY: Float64Array } {
  const columns = tapCount(Math.hypot(a, d) / spacing, maxTaps);
  const rows = tapCount(Math.hypot(b, e) / spacing, maxTaps);
  const tapX = new Float64Array(columns * rows), tapY = new Float64Array(columns * rows);
  for (let row = 0, t = 0; row < rows; row++) {
    const v = (row + 0.5) / rows - 0.5;
    for (let column = 0; column < columns; column++, t++) {
      const u = (column + 0.5) / columns - 0.5;
      tapX[t] = a * u + b * v;
      tapY[t] = d * u + e * v;
    }
  }
  return { tapX, tapY };
}

function tapCount(needed: number, maxTaps: number): number {
  // 2.0000001 is a rounding error and needs no third tap.
  return Math.min(Math.max(Math.ceil(needed - 1e-6), 1), maxTaps);
}
