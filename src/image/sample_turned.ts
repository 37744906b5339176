import type { Affine } from "../geometry.ts";
import type { Plane } from "./planes.ts";

/** What to sample, and how finely. */
export interface SampleGrid {
  /** Output width. */
  readonly width: number;
  /** Output height. */
  readonly height: number;
  /** Maps output coordinates to plane coordinates. */
  readonly toPlane: Affine;
  /** Taps along each row of an output pixel. */
  readonly columns: number;
  /** Taps along each column of an output pixel. */
  readonly rows: number;
  /** The value of taps outside the plane. If undefined, the nearest edge sample is used. */
  readonly border: number | undefined;
}

/**
 * Averages bilinear taps, tap by tap. It can do any map.
 *
 * @param plane The channels.
 * @param grid The output.
 * @param into Takes the means.
 */
export function sampleTurned(plane: Plane, grid: SampleGrid, into: Float32Array): void {
  const channels = plane.channels ?? 1;
  for (let channel = 0; channel < channels; channel++) {
    sampleChannel({ ...plane, offset: plane.offset + channel }, grid, into, channel, channels);
  }
}

function sampleChannel(
  plane: Plane,
  grid: SampleGrid,
  into: Float32Array,
  first: number,
  step: number,
): void {
  const { data, offset, stride } = plane, { toPlane, border } = grid;
  const rowStride = plane.width * stride;
  const [a, b, c, d, e, f] = toPlane;
  const { tapX, tapY } = tapGrid(grid);
  const taps = tapX.length;
  const lastX = plane.width - 1, lastY = plane.height - 1;
  const reachX = (Math.abs(a) + Math.abs(b)) / 2, reachY = (Math.abs(d) + Math.abs(e)) / 2;

  for (let y = 0, n = first; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++, n += step) {
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
          sum += edgeTap(plane, sx, sy, border);
        }
      }
      into[n] = sum / taps;
    }
  }
}

/** A tap that may be outside the plane. */
function edgeTap(plane: Plane, sx: number, sy: number, border: number | undefined): number {
  const { data, offset, width, height, stride } = plane;
  const lastX = width - 1, lastY = height - 1;
  if (
    border !== undefined && (sx < -0.5 || sy < -0.5 || sx >= lastX + 0.5 || sy >= lastY + 0.5)
  ) return border;
  const px = Math.min(Math.max(sx, 0), lastX), py = Math.min(Math.max(sy, 0), lastY);
  const ix = px | 0, iy = py | 0;
  const fx = px - ix, fy = py - iy;
  const at = offset + (iy * width + ix) * stride;
  const right = ix < lastX ? stride : 0;
  const under = iy < lastY ? at + width * stride : at;
  const top = data[at]! + fx * (data[at + right]! - data[at]!);
  const bottom = data[under]! + fx * (data[under + right]! - data[under]!);
  return top + fy * (bottom - top);
}

/** The offsets of the taps from the centre of an output pixel, in source pixels. */
function tapGrid(
  { toPlane: [a, b, , d, e], columns, rows }: SampleGrid,
): { tapX: Float64Array; tapY: Float64Array } {
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
