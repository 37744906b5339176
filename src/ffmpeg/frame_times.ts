/** When a frame that ffmpeg has taken is shown. */
export interface FrameTime {
  /** Frames that the filters saw before it. */
  readonly seen: number;
  /** Seconds from where the reading starts, or undefined if the container does not say it. */
  readonly timeS: number | undefined;
}

/**
 * Filters that tell each frame's time through ffmpeg's log, for {@linkcode FrameTimes}, and number the
 * frames that are taken, so that none is repeated or dropped to keep a rate.
 *
 * @param choose The filters that choose which frames to take.
 * @param change Filters that change the frames that are taken.
 * @returns The filters, to be followed by `-r 25`.
 */
export function tellingFilters(choose: readonly string[], change: readonly string[]): string[] {
  return [
    "settb=1/1000000",
    "showinfo@seen=checksum=0",
    ...choose,
    "showinfo@taken=checksum=0",
    ...change,
    ...["settb=1/25", "setpts=N"],
  ];
}

/**
 * Reads the times of the frames from ffmpeg's log, which comes apart from the frames.
 *
 * @example
 * ```ts
 * import { FrameTimes } from "./frame_times.ts";
 * import assert from "node:assert/strict";
 *
 * const times = new FrameTimes();
 * times.add("[showinfo@seen @ 0x5] [info] n:   0 pts:  39000 pts_time:0.039");
 * times.add("[showinfo@taken @ 0x6] [info] n:   0 pts:  39000 pts_time:0.039");
 * assert.deepEqual(await times.next(), { seen: 0, timeS: 0.039 });
 * ```
 */
export class FrameTimes {
  readonly #waiting: FrameTime[] = [];
  #seen = 0;
  #wake: (() => void) | undefined;
  #hasEnded = false;

  /** @param line A line of the log, without its end. */
  add(line: string): void {
    const frame = /^\[showinfo@(seen|taken) @ [^\]]*\] \[info\] n: *\d+ pts: *(-?\d+|NOPTS)/
      .exec(line);
    if (frame === null) return;
    if (frame[1] === "seen") return void this.#seen++;
    const timeS = frame[2] === "NOPTS" ? undefined : Number(frame[2]) / 1e6;
    this.#waiting.push({ seen: this.#seen - 1, timeS });
    this.#wake?.();
  }

  /** Says that the log has ended. */
  end(): void {
    this.#hasEnded = true;
    this.#wake?.();
  }

  /** The time of the next frame, once the log has it; undefined at the end of the log. */
  async next(): Promise<FrameTime | undefined> {
    while (this.#waiting.length === 0 && !this.#hasEnded) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#waiting.shift();
  }
}
