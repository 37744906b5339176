import { formatTime } from "../record/format_time.ts";

/** How far the work is. */
export interface ProgressState {
  /** What is being worked on. */
  readonly name: string;
  /** How much is done, in `unit`. */
  readonly done: number;
  /** How much there is, if that is known. */
  readonly total?: number;
  /** Work done so far, for the rate. */
  readonly count: number;
  /** What is counted: `frames`. */
  readonly unit: string;
  /** Milliseconds since the work began. */
  readonly elapsedMs: number;
}

/**
 * Writes progress as one line: name, share, rate and the time that remains at this pace.
 *
 * @param state How far the work is.
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

/** A line on the terminal that is redrawn in place, at most five times a second. */
export class Progress implements Disposable {
  readonly #started = performance.now();
  readonly #shown: boolean;
  #drawn = -Infinity;
  #count = 0;

  /** @param shown False draws nothing: standard error is no terminal, or the user wants quiet. */
  constructor(shown: boolean) {
    this.#shown = shown;
  }

  /** Counts one piece of work and redraws the line if it is time to. */
  step(name: string, unit: string, done: number, total?: number): void {
    this.#count++;
    const now = performance.now();
    if (!this.#shown || now - this.#drawn < 200) return;
    this.#drawn = now;
    const elapsedMs = now - this.#started;
    const state = { name, unit, done, count: this.#count, elapsedMs };
    draw(progressLine(total === undefined ? state : { ...state, total }));
  }

  /** Wipes the line, so that something else can be written. */
  clear(): void {
    if (this.#drawn > -Infinity) draw("");
    this.#drawn = -Infinity;
  }

  /** Wipes the line. */
  [Symbol.dispose](): void {
    this.clear();
  }
}

function draw(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${line}`));
}
