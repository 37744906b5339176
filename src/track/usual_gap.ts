/**
 * How far the frames of a video usually are apart, which tells pauses from a low frame rate.
 *
 * @example
 * ```ts
 * import { UsualGap } from "./usual_gap.ts";
 * import assert from "node:assert/strict";
 *
 * const gap = new UsualGap(1);
 * assert.deepEqual([gap.add(0.04), gap.add(0.04), gap.add(30)], [0.04, 0.04, 1]);
 * const slow = new UsualGap(1);
 * assert.deepEqual([slow.add(5), slow.add(5), slow.longestS], [5, 5, 15]);
 * ```
 */
export class UsualGap {
  readonly #pauseS: number;
  #count = 0;
  /** Of roughly the last hundred gaps. */
  #meanS = 0;

  /** @param pauseS Longer gaps, in seconds, are pauses, unless frames are always so far apart. */
  constructor(pauseS: number) {
    this.#pauseS = pauseS;
  }

  /** Whether two frames have been seen. */
  get isKnown(): boolean {
    return this.#count > 0;
  }

  /** The mean gap in seconds, a pause counting as the longest gap. */
  get meanS(): number {
    return this.#meanS;
  }

  /** The longest gap in seconds that is not a pause. */
  get longestS(): number {
    return this.isKnown ? Math.max(this.#pauseS, 3 * this.#meanS) : Infinity;
  }

  /**
   * Takes the next gap.
   *
   * @param gapS Seconds between two frames.
   * @returns The gap, or the longest one if it was a pause.
   */
  add(gapS: number): number {
    const shortened = Math.min(gapS, this.longestS);
    this.#count++;
    // The first gap may be that of a slow start.
    if (this.#count === 2) this.#meanS = Math.min(this.#meanS, shortened);
    else this.#meanS += (shortened - this.#meanS) / Math.min(this.#count, 100);
    return shortened;
  }
}
