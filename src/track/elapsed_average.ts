/**
 * An average of lists of numbers in which a value's weight halves with the time since, not with the
 * number of values since, so that it behaves alike at every frame rate.
 *
 * Exponential smoothing with the time constant `timeConstantMs`; the first values are not
 * over-weighted (as in Adam: Kingma and Ba 2015, section 3).
 *
 * @example
 * ```ts
 * import { ElapsedAverage } from "./elapsed_average.ts";
 * import assert from "node:assert/strict";
 *
 * const average = new ElapsedAverage(300);
 * assert.deepEqual(average.add([1, 0], 0), [1, 0]);
 * const [first] = average.add([0, 1], 300);
 * assert(first! > 0.05 && first! < 0.1);
 * ```
 */
export class ElapsedAverage {
  readonly #timeConstantMs: number;
  #sums: number[] = [];
  #weight = 0;

  /** @param timeConstantMs After so long a value counts 1/e of what it did. 0 forgets at once. */
  constructor(timeConstantMs: number) {
    this.#timeConstantMs = timeConstantMs;
  }

  /**
   * Takes values.
   *
   * @param values As many as ever.
   * @param elapsedMs Milliseconds since the last values; of the first ones it does not matter.
   * @returns The averages.
   */
  add(values: readonly number[], elapsedMs: number): number[] {
    const isFirst = this.#weight === 0;
    const kept = isFirst ? firstKept : Math.exp(-Math.max(elapsedMs, 0) / this.#timeConstantMs);
    if (this.#timeConstantMs === 0) return [...values];
    this.#weight = this.#weight * kept + (1 - kept);
    this.#sums = values.map((value, i) => (this.#sums[i] ?? 0) * kept + value * (1 - kept));
    return this.#sums.map((sum) => sum / this.#weight);
  }
}

/** The first values weigh as if they had stood for a tenth of the time constant. */
const firstKept = Math.exp(-0.1);
