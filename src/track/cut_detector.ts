import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";

const columns = 16, rows = 12;
/** Below this correlation, two pictures have nothing in common. */
const minCorrelation = 0.5;
/** So much of the range from black to white changes on average in a cut, brightness apart. */
const minDifference = 0.02;
/** Where a picture changes by more than this, something moves. */
const minMovement = 0.01;
/** A picture that differs less from its mean on average shows nothing, as between two scenes. */
const minContrast = 0.01;

/**
 * Tells when a video cuts to another scene: hardly anything is where it was. Neither movement nor a
 * change of brightness is a cut, and frames that show nothing, as black ones, do not count.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { CutDetector } from "./cut_detector.ts";
 * import assert from "node:assert/strict";
 *
 * const cuts = new CutDetector();
 * const scene = (y: number) => createFrame("gray", 2, 2, new Uint8Array([y, 0, 0, 255 - y]));
 * assert.deepEqual([0, 9, 250].map((y) => cuts.isCut(scene(y))), [false, false, true]);
 * ```
 */
export class CutDetector {
  #last: Float32Array | undefined;
  /** How much each part of the last frame differs from the one before, brightness apart. */
  #changes: number[] = [];

  /**
   * Takes the next frame.
   *
   * @param frame The frame.
   * @returns Whether it shows another scene than the frame before.
   */
  isCut(frame: Frame): boolean {
    const scale = [frame.width / columns, 0, 0, 0, frame.height / rows, 0] as const;
    const picture = sampleLuma(frame, scale, columns, rows);
    const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length;
    let contrast = 0;
    for (let i = 0; i < picture.length; i++) {
      picture[i]! -= mean;
      contrast += Math.abs(picture[i]!) / picture.length;
    }
    this.#changes = [];
    if (contrast < minContrast) return false;
    const last = this.#last;
    this.#last = picture;
    if (last === undefined) return false;
    this.#changes = Array.from(picture, (value, i) => Math.abs(value - last[i]!));
    let shared = 0, before = 0, after = 0, difference = 0;
    for (let i = 0; i < picture.length; i++) {
      const value = picture[i]!;
      shared += value * last[i]!;
      before += last[i]! ** 2;
      after += value ** 2;
      difference += this.#changes[i]!;
    }
    const correlation = shared / Math.sqrt(before * after);
    return correlation < minCorrelation && difference / picture.length > minDifference;
  }

  /**
   * Tells how much has moved between the last two frames.
   *
   * @param region A part of the frame, in shares of its width and height.
   * @returns The sum of the changes in it; 0 if nothing has moved.
   */
  movement({ x, y, width, height }: Box): number {
    const left = Math.floor(x * columns), right = Math.ceil((x + width) * columns);
    const top = Math.floor(y * rows), bottom = Math.ceil((y + height) * rows);
    return this.#changes.reduce((sum, change, i) => {
      const column = i % columns, row = Math.floor(i / columns);
      const isIn = column >= left && column < right && row >= top && row < bottom;
      return isIn && change > minMovement ? sum + change : sum;
    }, 0);
  }
}
