import type { Frame } from "../image/frame.ts";
import { planesOf } from "../image/planes.ts";
import type { Rgb } from "./ansi_color.ts";
import { parseColor } from "./ink.ts";

/** How opaque each pixel of a rectangle is painted. */
export interface Mask {
  /** Left edge in pixels of the frame; may lie outside. */
  readonly x: number;
  /** Top edge in pixels of the frame; may lie outside. */
  readonly y: number;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `width * height` values, row by row, 0 to 255. */
  readonly alpha: Uint8Array;
}

/**
 * Paints a colour onto a frame, in the frame's own layout. Parts outside the frame are cut off.
 *
 * @param frame The frame. Its samples are changed.
 * @param mask Where to paint, and how opaque.
 * @param color `#rrggbb`.
 * @param opacity Factor for the whole mask, 0 to 1.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { paint } from "./paint.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("gray", 2, 1, new Uint8Array(2));
 * paint(frame, { x: 1, y: 0, width: 1, height: 1, alpha: new Uint8Array([255]) }, "#ffffff");
 * assert.deepEqual([...frame.data], [0, 255]);
 * ```
 */
export function paint(frame: Frame, mask: Mask, color: string, opacity = 1): void {
  const values = samplesOf(color, frame);
  const x0 = Math.max(mask.x, 0), x1 = Math.min(mask.x + mask.width, frame.width);
  const y0 = Math.max(mask.y, 0), y1 = Math.min(mask.y + mask.height, frame.height);
  const weight = opacity / 255;
  for (const [i, plane] of planesOf(frame).entries()) {
    const { data, offset, stride } = plane;
    // A sample of a halved plane covers two pixels, the last one perhaps only one.
    const stepX = plane.width < frame.width ? 2 : 1, stepY = plane.height < frame.height ? 2 : 1;
    const value = values[i]!, share = weight / (stepX * stepY);
    for (let row = Math.floor(y0 / stepY); row * stepY < y1; row++) {
      const top = Math.max(row * stepY, y0), bottom = Math.min((row + 1) * stepY, y1);
      let at = offset + (row * plane.width + Math.floor(x0 / stepX)) * stride;
      for (let x = x0; x < x1; at += stride) {
        const right = Math.min(stepX === 1 ? x + 1 : (x | 1) + 1, x1);
        let sum = 0;
        for (; x < right; x++) {
          let from = (top - mask.y) * mask.width - mask.x + x;
          for (let y = top; y < bottom; y++, from += mask.width) sum += mask.alpha[from]!;
        }
        if (sum > 0) data[at] = Math.round(data[at]! + (value - data[at]!) * sum * share);
      }
    }
  }
  if (frame.format === "rgba") paintAlpha(frame, mask, x0, y0, x1, y1, weight);
}

/** Makes the painted pixels opaque. */
function paintAlpha(
  { data, width }: Frame,
  mask: Mask,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  weight: number,
): void {
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = (y * width + x) * 4 + 3;
      const painted = mask.alpha[(y - mask.y) * mask.width + x - mask.x]! * weight;
      data[at] = Math.round(data[at]! + (255 - data[at]!) * painted);
    }
  }
}

/** The colour's value for each plane of a frame. */
function samplesOf(color: string, { format, fullRange, height }: Frame): number[] {
  const rgb = parseColor(color);
  if (format === "rgb24" || format === "rgba") return [...rgb];
  // Players take unmarked video for ITU-R BT.709 if it is HD, else for BT.601.
  const [kr, kb] = !fullRange && height >= 720 ? [0.2126, 0.0722] : [0.299, 0.114];
  const [r, g, b] = rgb.map((value) => value / 255) as unknown as Rgb;
  const luma = kr * r + (1 - kr - kb) * g + kb * b;
  const cb = (b - luma) / (2 - 2 * kb), cr = (r - luma) / (2 - 2 * kr);
  return fullRange
    ? [luma * 255, 128 + cb * 255, 128 + cr * 255]
    : [16 + luma * 219, 128 + cb * 224, 128 + cr * 224];
}
