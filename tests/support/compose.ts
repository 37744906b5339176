import { createFrame, type Frame } from "../../src/image/frame.ts";
import { sampleRgb } from "../../src/image/sample_rgb.ts";
import type { Point } from "../../src/geometry.ts";

/** Where the face is in a portrait. */
export interface Portrait {
  frame: Frame;
  centre: Point;
  /** Of the face's box. */
  side: number;
}

/** Where to put a face. */
export interface Place {
  portrait: Portrait;
  centre: Point;
  side: number;
  /** Clockwise. @default {0} */
  degrees?: number;
}

/** Puts portraits on a background that fills the picture from its top left. */
export function compose(background: Frame, width: number, height: number, places: Place[]): Frame {
  const scale = Math.min(background.width / width, background.height / height);
  const data = bytes(sampleRgb(background, [scale, 0, 0, 0, scale, 0], width, height));
  for (const { portrait, centre, side, degrees = 0 } of places) {
    const around = Math.round(2 * side);
    const cos = Math.cos(degrees * Math.PI / 180) * portrait.side / side;
    const sin = Math.sin(degrees * Math.PI / 180) * portrait.side / side;
    const [x, y] = portrait.centre, half = around / 2;
    const toPortrait = [
      cos,
      sin,
      x - (cos + sin) * half,
      -sin,
      cos,
      y - (cos - sin) * half,
    ] as const;
    const pasted = bytes(sampleRgb(portrait.frame, toPortrait, around, around));
    const left = Math.round(centre[0] - half), top = Math.round(centre[1] - half);
    for (let row = 0; row < around; row++) {
      const from = pasted.subarray(row * around * 3, (row + 1) * around * 3);
      data.set(from, ((top + row) * width + left) * 3);
    }
  }
  return createFrame("rgb24", width, height, data);
}

function bytes(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, (value) => Math.round(value * 255));
}
