import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";

const columns = 16, rows = 12;
/** Below this correlation, two pictures have nothing in common. */
const minCorrelation = 0.5;
/** So much of the range from black to white changes on average in a cut, brightness apart. */
const minDifference = 0.02;
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
    if (contrast < minContrast) return false;
    const last = this.#last;
    this.#last = picture;
    if (last === undefined) return false;
    let shared = 0, before = 0, after = 0, difference = 0;
    for (let i = 0; i < picture.length; i++) {
      const value = picture[i]!;
      shared += value * last[i]!;
      before += last[i]! ** 2;
      after += value ** 2;
      difference += Math.abs(value - last[i]!);
    }
    const correlation = shared / Math.sqrt(before * after);
    return correlation < minCorrelation && difference / picture.length > minDifference;
  }
}
