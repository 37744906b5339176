/** Neighbouring values that differ by less than this factor are not told apart. */
const step = 1.02;

/** The smallest value that is told apart from 0. */
const least = 0.01;

/**
 * Quantiles of any number of values, to one percent of the value, in memory that hardly grows: values
 * are counted in a histogram whose bars widen with the value.
 *
 * @example
 * ```ts
 * import { Quantiles } from "./quantiles.ts";
 * import assert from "node:assert/strict";
 *
 * const latencies = new Quantiles();
 * for (let ms = 1; ms <= 1000; ms++) latencies.add(ms);
 * assert(Math.abs(latencies.at(0.95) / 950 - 1) < 0.01);
 * ```
 */
export class Quantiles {
  readonly #counts = new Map<number, number>();
  #count = 0;

  /** How many values were added. */
  get count(): number {
    return this.#count;
  }

  /**
   * Adds a value.
   *
   * @param value 0 or more.
   */
  add(value: number): void {
    const bar = Math.round(Math.log(Math.max(value, least)) / Math.log(step));
    this.#counts.set(bar, (this.#counts.get(bar) ?? 0) + 1);
    this.#count++;
  }

  /**
   * Gives the value that a share of the values does not exceed.
   *
   * @param share 0 to 1.
   * @returns The value to one percent; `NaN` if none was added.
   */
  at(share: number): number {
    let rest = Math.max(1, Math.ceil(share * this.#count));
    for (const [bar, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      rest -= count;
      if (rest <= 0) return step ** bar;
    }
    return NaN;
  }
}
