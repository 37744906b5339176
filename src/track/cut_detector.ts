import { gridColumns, gridRows } from "./scene_grid.ts";
import { UsualChange } from "./usual_change.ts";

/** A cut is told by means over so many by so many parts of the grid. */
const pooled = 3;
/** Below this correlation, two pictures have nothing in common; below the second, hardly anything. */
const minCorrelation = 0.5, minLikeness = 0.8;
/** So much of the range from black to white changes on average in a cut, brightness apart. */
const minDifference = 0.02;
/** A picture that differs less from its mean on average shows nothing, as between two scenes. */
const minContrast = 0.01;

/**
 * Whether a frame shows another scene than the one before: with nothing in common, or `likely` one that is
 * alike, unless a face goes on.
 */
export type Cut = "sure" | "likely" | "none";

/**
 * Tells when a video cuts to another scene: hardly anything is where it was. Neither movement nor a
 * change of brightness is a cut, and frames that show nothing, as black ones, do not count.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { CutDetector } from "./cut_detector.ts";
 * import { sceneGrid } from "./scene_grid.ts";
 * import assert from "node:assert/strict";
 *
 * const cuts = new CutDetector();
 * const scene = (y: number) => createFrame("gray", 2, 2, new Uint8Array([y, 0, 0, 255 - y]));
 * const found = [0, 9, 250].map((y) => cuts.compare(sceneGrid(scene(y))));
 * assert.deepEqual(found, ["none", "none", "sure"]);
 * ```
 */
export class CutDetector {
  #last: Float32Array | undefined;
  /** As 1 less the correlation. */
  readonly #usual = new UsualChange();

  /**
   * Takes the next frame.
   *
   * @param grid Its `sceneGrid`.
   * @returns Whether it shows another scene than the frame before.
   */
  compare(grid: Float32Array): Cut {
    const picture = pool(grid), last = this.#last;
    const contrast = picture.reduce((sum, value) => sum + Math.abs(value), 0) / picture.length;
    if (contrast < minContrast) return "none";
    this.#last = picture;
    if (last === undefined) return "none";
    let shared = 0, before = 0, after = 0, difference = 0;
    for (let i = 0; i < picture.length; i++) {
      const value = picture[i]!;
      shared += value * last[i]!;
      before += last[i]! ** 2;
      after += value ** 2;
      difference += Math.abs(value - last[i]!);
    }
    const correlation = shared / Math.sqrt(before * after);
    const hasChanged = difference / picture.length > minDifference;
    if (hasChanged && correlation < minCorrelation) return "sure";
    const change = 1 - correlation;
    const isUnusual = this.#usual.isExceededBy(change);
    this.#usual.add(change);
    return hasChanged && isUnusual && correlation < minLikeness ? "likely" : "none";
  }
}

function pool(grid: Float32Array): Float32Array {
  const columns = gridColumns / pooled;
  const means = new Float32Array(columns * gridRows / pooled);
  for (let i = 0; i < grid.length; i++) {
    const column = Math.floor(i % gridColumns / pooled);
    const row = Math.floor(Math.floor(i / gridColumns) / pooled);
    means[row * columns + column]! += grid[i]! / pooled ** 2;
  }
  return means;
}
