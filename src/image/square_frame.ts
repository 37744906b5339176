import type { Frame } from "./frame.ts";

/** A frame, or one whose width is that of square pixels. */
export type SampledFrame = Frame & {
  /** The width in samples, where it differs. */
  readonly storedWidth?: number;
};

/**
 * Gives a frame the width that it has when shown: places in it are those of square pixels. Sampling it
 * finds the samples where they are.
 *
 * @param frame The frame.
 * @returns The frame itself if its pixels are square.
 *
 * @example
 * ```ts
 * import { createFrame } from "./frame.ts";
 * import { sampleLuma } from "./sample_luma.ts";
 * import { squareFrame } from "./square_frame.ts";
 * import assert from "node:assert/strict";
 *
 * const wide = createFrame("gray", 2, 1, new Uint8Array([0, 255]), { pixelAspect: 2 });
 * const square = squareFrame(wide);
 * assert.equal(square.width, 4);
 * assert.deepEqual([...sampleLuma(square, [2, 0, 0, 0, 1, 0], 2, 1)], [0, 1]);
 * ```
 */
export function squareFrame(frame: Frame): SampledFrame {
  const { width, pixelAspect = 1 } = frame;
  return pixelAspect === 1 ? frame : { ...frame, width: width * pixelAspect, storedWidth: width };
}
