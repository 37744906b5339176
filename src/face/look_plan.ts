import type { Box } from "../geometry.ts";
import { tiles } from "./tiles.ts";

/** What a network sees, in pixels of its input. */
export interface SearchRange {
  /** Side of its square input. */
  readonly side: number;
  /** Side of the smallest face that it finds as a rule. */
  readonly smallest: number;
  /** Side of the smallest face that it finds at times. */
  readonly faintest: number;
  /** Side of the largest face that it finds. */
  readonly largest: number;
}

/** One pass of the network over a part of a frame. */
export interface Look {
  /** The part. */
  readonly region: Box;
  /** Side in pixels of the frame of the largest face to believe in; a coarser look sees larger ones. */
  readonly largestFace: number;
}

/** Neighbours overlap by this share of a look, which holds the faces that the level before misses. */
const overlap = 1 / 4;

/**
 * Plans where to look for the faces of a frame: at the whole first, then at as few finer levels as
 * leave no size of face out. Where the whole shows the smallest size at least at times, as 20 pixels in
 * a 512x512 picture, it is enough.
 *
 * @param width Width of the frame.
 * @param height Height of the frame.
 * @param smallestFace Side in pixels of the smallest face to look for; Infinity asks for the whole alone.
 * @param range What the network sees.
 * @returns The looks of each level, the coarsest level first.
 *
 * @example
 * ```ts
 * import { lookPlan } from "./look_plan.ts";
 * import assert from "node:assert/strict";
 *
 * const range = { side: 192, smallest: 13, faintest: 7.5, largest: 120 };
 * assert.deepEqual(lookPlan(512, 512, 20, range).map((level) => level.length), [1]);
 * assert.deepEqual(lookPlan(1280, 720, 20, range).map((level) => level.length), [1, 18]);
 * ```
 */
export function lookPlan(
  width: number,
  height: number,
  smallestFace: number,
  { side, smallest, faintest, largest }: SearchRange,
): Look[][] {
  const coarsest = side / Math.max(width, height);
  const finer: number[] = [];
  // No face fits into a frame that is narrower than the smallest, however long it is.
  if (faintest / coarsest > smallestFace && Math.min(width, height) >= smallestFace) {
    // From the finest level up, until the whole shows what the last one is too close for.
    for (let zoom = smallest / smallestFace; zoom > coarsest; zoom *= smallest / largest) {
      finer.unshift(zoom);
    }
  }
  return [
    [{ region: { x: 0, y: 0, width, height }, largestFace: Infinity }],
    ...finer.map((zoom) =>
      tiles(width, height, side / zoom, overlap * side / zoom)
        .map((region) => ({ region, largestFace: largest / zoom }))
    ),
  ];
}
