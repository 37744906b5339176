import { type Baseline, neutralBaseline } from "./baseline.ts";

/**
 * The baseline of a face that looks neutral at first, because it was asked to.
 *
 * @example
 * ```ts
 * import { FirstSeconds } from "./first_seconds.ts";
 * import assert from "node:assert/strict";
 *
 * const learner = new FirstSeconds(1000);
 * assert.equal(learner.add([0.2, 0.8], 5), undefined);
 * assert.equal(learner.add([0.2, 0.8], 5.9), undefined);
 * assert.equal(learner.add([0.9, 0.1], 6)?.confidence, 1);
 * ```
 */
export class FirstSeconds {
  readonly #firstMs: number;
  readonly #seen: (readonly number[])[] = [];
  #startedAt: number | undefined;
  #known: Baseline | undefined;

  /** @param firstMs How long the face looks neutral, in milliseconds. */
  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  /**
   * Takes what the next frame shows.
   *
   * @param probabilities Of every label; undefined of a frame from which nothing can be learned.
   * @param time Seconds since the start of the source.
   * @returns The baseline once the first moments are over.
   */
  add(probabilities: readonly number[] | undefined, time: number): Baseline | undefined {
    if (probabilities !== undefined) this.#startedAt ??= time;
    if (this.#startedAt === undefined) return undefined;
    if ((time - this.#startedAt) * 1000 < this.#firstMs || this.#seen.length === 0) {
      if (probabilities !== undefined) this.#seen.push(probabilities);
      return undefined;
    }
    return this.#known ??= neutralBaseline(this.#seen);
  }
}
