import type { FrameResult } from "../result.ts";
import { UsualGap } from "../track/usual_gap.ts";

/** How long the only record of a video lasts, in seconds. */
const defaultGapS = 1 / 25;

/** A longer pause is a gap, unless records are always that far apart. In seconds. */
const longestGapS = 1;

/** A record and how long it lasts. */
export interface RecordSpan {
  /** The record. */
  readonly record: FrameResult;
  /** End in seconds: the time of the next record, or sooner if there is a gap before that. */
  readonly end: number;
  /** Number of the video, from 0. */
  readonly run: number;
}

/**
 * Finds how long each record lasts, which is known once the next one comes. A record from another
 * source, or from an earlier time, starts a new run.
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
  #gap = new UsualGap(longestGapS);
  #lastS = 0;

  /**
   * Takes the next record.
   *
   * @param record The record.
   * @returns The previous record with its end, or `undefined` for the first record.
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
    this.#lastS = this.#gap.add(record.time - held.time);
    return { record: held, end: held.time + this.#lastS, run: this.#run };
  }

  /**
   * Ends the run.
   *
   * @returns The last record, which lasts as long as the others did, or `undefined` if there is none.
   */
  finish(): RecordSpan | undefined {
    const record = this.#held;
    if (record === undefined) return undefined;
    const gapS = this.#gap.isKnown ? Math.min(this.#lastS, this.#gap.meanS) : defaultGapS;
    const span = { record, end: record.time + gapS, run: this.#run };
    this.#held = undefined;
    this.#gap = new UsualGap(longestGapS);
    this.#run++;
    return span;
  }
}
