import type { Frame } from "../../image/frame.ts";
import { LiveFrames, type LiveOpener, type LiveSourceOptions } from "./live_frames.ts";
import { checkStall, reopenedFrames } from "./reopened_frames.ts";

/**
 * Reads a source as fast as it comes and keeps its newest frame alone. Frames get the index and
 * time at which they came, counted on when the source is opened again, and `capturedAt`.
 *
 * The reading goes on whenever this thread is free: a consumer that blocks it for long needs
 * `openCamera` or `openLiveInput`, which read in a thread of their own.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { LiveSource } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * async function* camera() {
 *   for (let i = 0; i < 10; i++) {
 *     yield createFrame("gray", 1, 1, new Uint8Array([i]));
 *     await new Promise((resolve) => setTimeout(resolve, 5));
 *   }
 * }
 * const source = new LiveSource(camera);
 * for await (const _ of source) await new Promise((resolve) => setTimeout(resolve, 20));
 * assert.equal(source.received + source.dropped, 10);
 * assert.ok(source.dropped > 0);
 * ```
 */
export class LiveSource extends LiveFrames {
  readonly #open: LiveOpener;
  readonly #options: LiveSourceOptions;
  #newest: Frame | undefined;
  #wake: () => void = () => {};
  #startedAt: number | undefined;
  #arrived = 0;

  /**
   * Makes ready to read; nothing is opened yet.
   *
   * @param open Opens the source, each time anew.
   * @param options Limits and names.
   * @throws {OptionError} If `stallMs` is not above 0.
   */
  constructor(open: LiveOpener, options: LiveSourceOptions = {}) {
    super();
    checkStall(options.stallMs);
    this.#open = open;
    this.#options = options;
  }

  /** Gives the newest frame whenever one is asked for. */
  protected override async *run(): AsyncGenerator<Frame> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const stop = new AbortController();
    const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const onAbort = (): void => this.#wake();
    signal?.addEventListener("abort", onAbort);
    let end: { error?: unknown } | undefined;
    const drained = this.#drain(stopped).then(() => end = {}, (error) => end = { error });
    drained.then(onAbort);
    try {
      while (true) {
        signal?.throwIfAborted();
        if (this.#newest !== undefined) {
          const frame = this.#newest;
          this.#newest = undefined;
          this.count(this.received + 1, this.dropped);
          yield frame;
        } else if (end !== undefined) {
          if ("error" in end) throw end.error;
          return;
        } else {
          await new Promise<void>((resolve) => this.#wake = resolve);
        }
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      stop.abort();
      await drained;
    }
  }

  /** Runs by itself until the source ends for good. */
  async #drain(signal: AbortSignal): Promise<void> {
    for await (const frame of reopenedFrames(this.#open, { ...this.#options, signal })) {
      const capturedAt = performance.now();
      this.#startedAt ??= capturedAt;
      if (this.#newest !== undefined) this.count(this.received, this.dropped + 1);
      const time = (capturedAt - this.#startedAt) / 1000;
      this.#newest = { ...frame, index: this.#arrived++, time, capturedAt };
      this.#wake();
    }
  }
}
