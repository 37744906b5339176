/** Ratio of neighbouring bins. */
const step = 1.02;

/** Smaller values count as this. */
const least = 0.01;

/**
 * Quantiles of any number of values, accurate to one percent. Memory hardly grows: values are counted
 * in a histogram with exponential bins.
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

  /** Number of values added. */
  get count(): number {
    return this.#count;
  }

  /**
   * Adds a value.
   *
   * @param value 0 or more.
   */
  add(value: number): void {
    const bin = Math.round(Math.log(Math.max(value, least)) / Math.log(step));
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
    this.#count++;
  }

  /**
   * Returns a quantile.
   *
   * @param share Share of the values that are not larger, 0 to 1.
   * @returns The quantile, or `NaN` if there are no values.
   */
  at(share: number): number {
    let rest = Math.max(1, Math.ceil(share * this.#count));
    for (const [bin, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      rest -= count;
      if (rest <= 0) return step ** bin;
    }
    return NaN;
  }
}
