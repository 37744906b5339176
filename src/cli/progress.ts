import { formatTime } from "../record/format_time.ts";
import { displayWidth, padDisplay } from "../record/display_width.ts";
import { printable } from "../record/printable.ts";
import { draw } from "./output.ts";
import { terminalSize } from "./terminal.ts";

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
  /** What `count` counts: `frame`. */
  readonly unit: string;
  /** Milliseconds since the run began. */
  readonly elapsedMs: number;
}

/**
 * Formats progress as one line: name, bar, percentage, count, rate and remaining time, as far as there
 * is room.
 *
 * @param state How far the run is.
 * @param columns How long the line may be.
 * @returns The line.
 *
 * @example
 * ```ts
 * import { progressLine } from "./progress.ts";
 * import assert from "node:assert/strict";
 *
 * const state = { name: "a.mp4", done: 10, total: 40, count: 250, unit: "frame", elapsedMs: 5000 };
 * const line = progressLine(state, 36);
 * assert.equal(line, "a.mp4  ███░░░░░░░░░   25%  0:15 left");
 * ```
 */
export function progressLine(state: ProgressState, columns: number): string {
  const { name, done, total, count, unit, elapsedMs } = state;
  const counts = [
    `${count} ${unit}${count === 1 ? "" : "s"}`,
    `${(count / elapsedMs * 1000).toFixed(1)}/s`,
  ];
  let parts = counts;
  let share = 0;
  if (total !== undefined && done > 0) {
    share = Math.min(1, done / total);
    const left = `${formatTime(elapsedMs / 1000 * (1 / share - 1), 0)} left`;
    parts = [`${Math.floor(share * 100)}%`.padStart(4), ...counts, left];
    // Where there is no room, how many and how fast matter least.
    if (columns < 72) parts.splice(1, 2);
  }
  const rest = parts.join("  "), room = columns - rest.length - 2;
  const longest = Math.max(1, Math.min(room, Math.floor(columns / 3)));
  const title = endOf(name, longest);
  const barWidth = Math.min(30, room - displayWidth(title) - 2);
  if (share === 0 || barWidth < 8) return `${title}  ${rest}`.slice(0, columns);
  const filled = Math.round(share * barWidth);
  return `${title}  ${"█".repeat(filled)}${"░".repeat(barWidth - filled)}  ${rest}`;
}

/** A name, or as much of its end as fits. */
function endOf(name: string, columns: number): string {
  if (displayWidth(name) <= columns) return name;
  const letters = Array.from(name);
  while (displayWidth(letters.join("")) > columns - 1) letters.shift();
  return `…${letters.join("")}`;
}

/** A progress line on the terminal, redrawn in place at most five times a second. */
export class Progress implements Disposable {
  readonly #started = performance.now();
  readonly #shown: boolean;
  #drawn = -Infinity;
  #width = 0;
  #count = 0;

  /** @param shown Whether to draw anything. */
  constructor(shown: boolean) {
    this.#shown = shown;
  }

  /** Counts one unit of work and redraws the line if it is time to. */
  step(name: string, unit: string, done: number, total?: number): void {
    this.#count++;
    const now = performance.now();
    if (!this.#shown || now - this.#drawn < 200 || done === total) return;
    this.#drawn = now;
    const elapsedMs = now - this.#started;
    const state = { name: printable(name), unit, done, count: this.#count, elapsedMs };
    this.#draw(progressLine(total === undefined ? state : { ...state, total }, lineWidth()));
  }

  /** Clears the line, so that something else can be written. */
  clear(): void {
    if (this.#width > 0) this.#draw("");
    this.#drawn = -Infinity;
  }

  /** Clears the line. */
  [Symbol.dispose](): void {
    this.clear();
  }

  /** Writes over the last line, without escape sequences. */
  #draw(line: string): void {
    const blank = padDisplay(line, Math.min(this.#width, lineWidth()));
    const text = `\r${blank}${line === "" ? "\r" : ""}`;
    this.#width = displayWidth(line);
    draw(text);
  }
}

/** A line that filled the last column would go on in the next row. */
function lineWidth(): number {
  return terminalSize().columns - 1;
}
