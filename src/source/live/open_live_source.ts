import { Newest } from "../../async/newest.ts";
import type { Frame } from "../../image/frame.ts";
import type { LiveFrames, LiveOpener, LiveSourceOptions } from "./live_frames.ts";
import { checkStall } from "../../stream/watch_stall.ts";
import { reopenedFrames } from "./reopened_frames.ts";

/**
 * Reads a source as fast as its frames arrive and keeps only the newest one. Frames get `capturedAt`,
 * and an index and time by their arrival, which continue when the source is opened again.
 *
 * Frames arrive only while this thread is free: consumers that block it for long need
 * `openCamera` or `openLiveInput`, which read in a separate thread.
 *
 * @param open Opens the source; called again for each reconnection.
 * @param options Limits and names.
 * @returns The frames. Nothing is opened before the first one is asked for.
 * @throws {OptionError} If `stallMs` is out of range.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { openLiveSource } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * async function* camera() {
 *   for (let i = 0; i < 10; i++) {
 *     yield createFrame("gray", 1, 1, new Uint8Array([i]));
 *     await new Promise((resolve) => setTimeout(resolve, 5));
 *   }
 * }
 * const frames = openLiveSource(camera);
 * for await (const _ of frames) await new Promise((resolve) => setTimeout(resolve, 20));
 * assert.equal(frames.received + frames.dropped, 10);
 * assert.ok(frames.dropped > 0);
 * ```
 */
export function openLiveSource(open: LiveOpener, options: LiveSourceOptions = {}): LiveFrames {
  checkStall(options.stallMs);
  const newest = new Newest<Frame>();
  const frames = takeFrames(newest, open, options);
  return {
    durationS: undefined,
    get received() {
      return newest.taken;
    },
    get dropped() {
      return newest.dropped;
    },
    [Symbol.asyncIterator]: () => frames,
  };
}

async function* takeFrames(
  newest: Newest<Frame>,
  open: LiveOpener,
  options: LiveSourceOptions,
): AsyncGenerator<Frame> {
  const { signal } = options;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const filled = fill(newest, open, { ...options, signal: stopped })
    .then(() => newest.close(), (error) => newest.close({ error }));
  try {
    for (let frame; (frame = await newest.take(signal)) !== undefined;) {
      yield frame;
    }
  } finally {
    stop.abort();
    await filled;
  }
}

/** Reads until the source ends and is not opened again. */
async function fill(
  newest: Newest<Frame>,
  open: LiveOpener,
  options: LiveSourceOptions,
): Promise<void> {
  let startedAt: number | undefined, index = 0;
  for await (const frame of reopenedFrames(open, options)) {
    const capturedAt = performance.now();
    startedAt ??= capturedAt;
    newest.put({ ...frame, index: index++, time: (capturedAt - startedAt) / 1000, capturedAt });
  }
}
