import { setTimeout as delay } from "node:timers/promises";
import { abortable } from "../../async/abortable.ts";
import { deadline } from "../../async/deadline.ts";
import { InputError, messageOf } from "../../errors.ts";
import type { Frame } from "../../image/frame.ts";
import { defaultStallMs, stallError } from "../../stream/watch_stall.ts";
import type { LiveOpener, LiveSourceOptions } from "./live_frames.ts";

/** The pause before the first reconnection; each further one is twice as long. */
const firstDelayMs = 500;
const longestDelayMs = 10_000;

/** How long a source may take to close. */
const closingMs = 2_000;

const defaultSource = "the live source";

/**
 * Reads the frames of a source as they arrive and, with `reconnect`, opens it again when it ends.
 *
 * @param open Opens the source; called again for each reconnection.
 * @param options Limits and names.
 * @returns The frames.
 * @throws {InputError} With the code `source-stalled` if no frame comes for `stallMs`.
 *
 * @example
 * ```ts
 * import { createFrame } from "../../image/frame.ts";
 * import { reopenedFrames } from "./reopened_frames.ts";
 * import assert from "node:assert/strict";
 *
 * async function* camera() {
 *   yield createFrame("gray", 1, 1, new Uint8Array(1));
 * }
 * const frames = await Array.fromAsync(reopenedFrames(camera));
 * assert.equal(frames.length, 1);
 * ```
 */
export async function* reopenedFrames(
  open: LiveOpener,
  options: LiveSourceOptions = {},
): AsyncGenerator<Frame> {
  const { source = defaultSource, reconnect = false, onReconnect, signal } = options;
  for (let attempt = 1;; attempt++) {
    let reason = `${source} ended`;
    try {
      for await (const frame of readOnce(open, options)) {
        yield frame;
        attempt = 1;
      }
      if (!reconnect) return;
    } catch (error) {
      // Trying again helps against errors of the input only.
      if (!reconnect || signal?.aborted || !(error instanceof InputError)) throw error;
      reason = messageOf(error);
    }
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
    onReconnect?.({ reason, delayMs, attempt });
    await delay(delayMs, undefined, { ...(signal && { signal }) });
  }
}

async function* readOnce(
  open: LiveOpener,
  { source = defaultSource, stallMs = defaultStallMs, signal }: LiveSourceOptions,
): AsyncGenerator<Frame> {
  const close = new AbortController();
  const closed = signal ? AbortSignal.any([signal, close.signal]) : close.signal;
  const iterator = open(closed)[Symbol.asyncIterator]();
  const onStall = (): void => close.abort(stallError(source, "no frame", stallMs));
  try {
    while (true) {
      const timer = setTimeout(onStall, stallMs);
      const next = await abortable(iterator.next(), closed).finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    close.abort();
    await deadline(Promise.resolve(iterator.return?.()), closingMs).catch(() => {});
  }
}
