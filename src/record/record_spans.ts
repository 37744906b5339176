import type { FrameResult } from "../result.ts";

/** The first record of a video lasts this long if no second one comes, in seconds. */
const defaultGapS = 1 / 25;

/** A longer silence than this is a gap, unless the records are always that far apart. In seconds. */
const longestGapS = 1;

/** A record and how long it holds. */
export interface RecordSpan {
  /** The record. */
  readonly record: FrameResult;
  /** Until when it holds, in seconds: the next record, or the usual distance if that is far off. */
  readonly end: number;
  /** Counts the videos, from 0. */
  readonly run: number;
}

/**
 * Tells how long each record holds, which only the next one shows. A record of another source, or of
 * an earlier time, begins a new run.
 *
 * @example
 * ```ts
 * import { RecordSpans } from "./record_spans.ts";
 * import assert from "node:assert/strict";
 *
 * const spans = new RecordSpans();
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [] };
 * assert.equal(spans.add(record), undefined);
 * assert.equal(spans.add({ ...record, frame: 1, time: 0.1 })?.end, 0.1);
 * assert.equal(spans.finish()?.end, 0.2);
 * ```
 */
export class RecordSpans {
  #held: FrameResult | undefined;
  #run = 0;
  #gaps = 0;
  /** The mean of the last hundred or so. */
  #meanS = 0;
  #lastS = 0;

  /**
   * Takes the next record.
   *
   * @param record The record.
   * @returns The record before it and how long that one holds; nothing for the first.
   */
  add(record: FrameResult): RecordSpan | undefined {
    const held = this.#held;
    if (held === undefined) {
      this.#held = record;
      return undefined;
    }
    if (record.source !== held.source || record.time < held.time) {
      const last = this.finish();
      this.#held = record;
      return last;
    }
    this.#held = record;
    const gapS = Math.min(record.time - held.time, this.#mostS());
    this.#gaps++;
    this.#meanS += (gapS - this.#meanS) / Math.min(this.#gaps, 100);
    this.#lastS = gapS;
    return { record: held, end: held.time + gapS, run: this.#run };
  }

  /**
   * Ends the run.
   *
   * @returns The last record, which holds as long as the others did; nothing if there is none.
   */
  finish(): RecordSpan | undefined {
    const record = this.#held;
    if (record === undefined) return undefined;
    const gapS = this.#gaps === 0 ? defaultGapS : Math.min(this.#lastS, this.#meanS);
    const span = { record, end: record.time + gapS, run: this.#run };
    this.#held = undefined;
    this.#gaps = this.#meanS = 0;
    this.#run++;
    return span;
  }

  #mostS(): number {
    return this.#gaps === 0 ? Infinity : Math.max(longestGapS, 3 * this.#meanS);
  }
}
