/** How a {@linkcode OneEuroFilter} trades trembling against lag, by MediaPipe's names. */
export interface OneEuroFilterOptions {
  /** Cut-off frequency in Hz of a value that rests: lower trembles less. */
  readonly minCutoff: number;
  /** How fast the cut-off rises with speed, in Hz per unit a second: higher lags less. */
  readonly beta: number;
  /** Cut-off frequency in Hz of the speed. */
  readonly derivateCutoff: number;
}

/**
 * Steadies one number that is measured again and again: much while it rests, little while it moves.
 *
 * ref: Casiez et al. 2012, "1€ Filter"; MediaPipe OneEuroFilter
 *
 * @example
 * ```ts
 * import { OneEuroFilter } from "./one_euro_filter.ts";
 * import assert from "node:assert/strict";
 *
 * const filter = new OneEuroFilter({ minCutoff: 1, beta: 0, derivateCutoff: 1 });
 * assert.equal(filter.filter(10, 0), 10);
 * const next = filter.filter(20, 0.04);
 * assert(next > 10 && next < 13);
 * ```
 */
export class OneEuroFilter {
  readonly #options: OneEuroFilterOptions;
  #value: number | undefined;
  #speed = 0;

  /** @param options What to trade. */
  constructor(options: OneEuroFilterOptions) {
    this.#options = options;
  }

  /**
   * Takes a measurement.
   *
   * @param value The measured number.
   * @param elapsedS Seconds since the last measurement; of the first one it does not matter.
   * @param valueScale What the speed is multiplied by before `beta` sees it, such as one over the
   * size of the thing that moves.
   * @returns The steadied number.
   */
  filter(value: number, elapsedS: number, valueScale = 1): number {
    if (this.#value === undefined) return this.#value = value;
    if (!(elapsedS > 0)) return this.#value;
    const { minCutoff, beta, derivateCutoff } = this.#options;
    const speed = (value - this.#value) * valueScale / elapsedS;
    this.#speed += weight(derivateCutoff, elapsedS) * (speed - this.#speed);
    const cutoff = minCutoff + beta * Math.abs(this.#speed);
    return this.#value += weight(cutoff, elapsedS) * (value - this.#value);
  }
}

/** The weight of a new value in a low-pass filter of first order. */
function weight(cutoffHz: number, elapsedS: number): number {
  return 1 / (1 + 1 / (2 * Math.PI * cutoffHz * elapsedS));
}
