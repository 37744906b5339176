import { formatTime } from "../record/format_time.ts";
import { printable } from "../record/printable.ts";
import { draw } from "./output.ts";

/** How far a run is. */
export interface ProgressState {
  /** The source. */
  readonly name: string;
  /** How much of it is done. */
  readonly done: number;
  /** How much there is of it, if that is known. */
  readonly total?: number;
  /** How many units the whole run has done, for the rate. */
  readonly count: number;
  /** What `count` counts: `frames`. */
  readonly unit: string;
  /** Milliseconds since the run began. */
  readonly elapsedMs: number;
}

/**
 * Formats progress as one line: name, percentage, count, rate and remaining time.
 *
 * @param state How far the run is.
 * @returns The line.
 *
 * @example
 * ```ts
 * import { progressLine } from "./progress.ts";
 * import assert from "node:assert/strict";
 *
 * const state = { name: "a.mp4", done: 10, total: 40, count: 250, unit: "frames", elapsedMs: 5000 };
 * assert.equal(progressLine(state), "a.mp4  25%  250 frames  50.0/s  0:15 left");
 * ```
 */
export function progressLine(state: ProgressState): string {
  const { name, done, total, count, unit, elapsedMs } = state;
  const parts = [name, `${count} ${unit}`, `${(count / elapsedMs * 1000).toFixed(1)}/s`];
  if (total !== undefined && done > 0) {
    const share = Math.min(1, done / total);
    parts.splice(1, 0, `${Math.floor(share * 100)}%`);
    parts.push(`${formatTime(elapsedMs / 1000 * (1 / share - 1), 0)} left`);
  }
  return parts.join("  ");
}

/** A progress line on the terminal, redrawn in place at most five times a second. */
export class Progress implements Disposable {
  readonly #started = performance.now();
  readonly #shown: boolean;
  #drawn = -Infinity;
  #count = 0;

  /** @param shown Whether to draw anything. */
  constructor(shown: boolean) {
    this.#shown = shown;
  }

  /** Counts one unit of work and redraws the line if it is time to. */
  step(name: string, unit: string, done: number, total?: number): void {
    this.#count++;
    const now = performance.now();
    if (!this.#shown || now - this.#drawn < 200) return;
    this.#drawn = now;
    const elapsedMs = now - this.#started;
    const state = { name, unit, done, count: this.#count, elapsedMs };
    drawLine(printable(progressLine(total === undefined ? state : { ...state, total })));
  }

  /** Clears the line, so that something else can be written. */
  clear(): void {
    if (this.#drawn > -Infinity) drawLine("");
    this.#drawn = -Infinity;
  }

  /** Clears the line. */
  [Symbol.dispose](): void {
    this.clear();
  }
}

function drawLine(line: string): void {
  draw(`\r\x1b[K${line}`);
}
