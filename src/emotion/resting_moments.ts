import type { BaselineSettings } from "../model/card.ts";
import { type Baseline, restingBaseline } from "./baseline.ts";

/** After so many seconds of a face, half of what there is to know of it is known. */
const halfKnownS = 2;

/** A moment is as long, in seconds. */
const momentS = 0.2;

/** So many moments are kept, spread over all that was seen. */
const mostMoments = 600;

/**
 * The baseline of a face of which nothing is known: from the moments in which it looks most neutral.
 * It is relied on the more, the longer the face has been seen.
 *
 * @example
 * ```ts
 * import { RestingMoments } from "./resting_moments.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { strength: 0.75, neutralLift: 1, neutralShare: 0.3, temperature: 1 };
 * const learner = new RestingMoments(1, settings);
 * assert.equal(learner.add([0, 1], 0), undefined);
 * assert.equal(learner.add([0, 1], 2)?.confidence, 0.5);
 * ```
 */
export class RestingMoments {
  readonly #neutral: number;
  readonly #settings: BaselineSettings;
  #moments: number[][] = [];
  #count = 0;
  /** Of the moments, every so many-th is kept. */
  #every = 1;
  /** The frames of the current moment. */
  #open: (readonly number[])[] = [];
  #openedAt: number | undefined;
  #seenS = 0;
  #known: Baseline | undefined;

  /**
   * @param neutral The index of the neutral label.
   * @param settings The model's settings.
   */
  constructor(neutral: number, settings: BaselineSettings) {
    this.#neutral = neutral;
    this.#settings = settings;
  }

  /**
   * Takes what the next frame shows.
   *
   * @param probabilities Of every label; undefined of a frame from which nothing can be learned.
   * @param time Seconds since the start of the source.
   * @returns The baseline of the moments before this one.
   */
  add(probabilities: readonly number[] | undefined, time: number): Baseline | undefined {
    const openedAt = this.#openedAt ?? time, isOver = time - openedAt >= momentS;
    if (this.#open.length > 0 && (isOver || probabilities === undefined)) {
      this.#close(time - openedAt);
      this.#openedAt = undefined;
    }
    if (probabilities === undefined) return this.#known;
    this.#openedAt ??= time;
    this.#open.push(probabilities);
    return this.#known;
  }

  #close(lastedS: number): void {
    if (this.#count++ % this.#every === 0) this.#moments.push(meanOf(this.#open));
    this.#open = [];
    this.#seenS += lastedS;
    if (this.#moments.length > mostMoments) {
      this.#moments = this.#moments.filter((_, i) => i % 2 === 0);
      this.#every *= 2;
    }
    const { logs, confidence } = restingBaseline(this.#moments, this.#neutral, this.#settings);
    const known = this.#seenS / (this.#seenS + halfKnownS);
    this.#known = { logs, confidence: confidence * known };
  }
}

function meanOf(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.map((_, i) => lists.reduce((sum, list) => sum + list[i]!, 0) / lists.length);
}
