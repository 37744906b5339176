import { InputError, messageOf, OptionError } from "../../errors.ts";
import type { Frame } from "../../image/frame.ts";
import type { LiveOpener, LiveSourceOptions } from "./live_frames.ts";
import { within } from "../../async/within.ts";

/** The first pause before a source is opened again; each further one is twice as long. */
const firstDelayMs = 500;
const longestDelayMs = 10_000;

/** How long a source that has been told to close may take. */
const closingMs = 2_000;

const defaultSource = "the live source";

/** How long a source may go without a frame, unless the caller says otherwise. */
export const defaultStallMs = 10_000;

const defaultAdvice = "check that it is connected and sending";

/**
 * The frames of a source as they come, of one that is opened again where that is wanted.
 *
 * @param open Opens the source, each time anew.
 * @param options Limits and names. The signal ends the frames.
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
  const { source = defaultSource, reconnect = false, onReconnect } = options;
  const { signal = new AbortController().signal } = options;
  for (let attempt = 1;; attempt++) {
    let reason = `${source} ended`;
    try {
      for await (const frame of readOnce(open, options, signal)) {
        yield frame;
        attempt = 1;
      }
      if (!reconnect || signal.aborted) return;
    } catch (error) {
      // What else is thrown will not heal.
      if (!reconnect || signal.aborted || !(error instanceof InputError)) throw error;
      reason = messageOf(error);
    }
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
    onReconnect?.({ reason, delayMs, attempt });
    await within(new Promise<never>(() => {}), delayMs, signal);
    if (signal.aborted) return;
  }
}

async function* readOnce(
  open: LiveOpener,
  { source = defaultSource, stallMs = defaultStallMs, stallAdvice = defaultAdvice }:
    LiveSourceOptions,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const close = new AbortController();
  const iterator = open(AbortSignal.any([signal, close.signal]))[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await within(iterator.next(), stallMs, signal);
      if (signal.aborted) return;
      if (next === undefined) {
        const seconds = Number((stallMs / 1000).toFixed(3));
        throw new InputError(
          "source-stalled",
          `Cannot read ${source}: no frame came for ${seconds} s, ${stallAdvice}`,
        );
      }
      if (next.done) return;
      yield next.value;
    }
  } finally {
    close.abort();
    await within(Promise.resolve(iterator.return?.()).catch(() => {}), closingMs);
  }
}

/**
 * Refuses a time that no source could keep.
 *
 * @throws {OptionError} If it is not above 0.
 */
export function checkStall(stallMs = defaultStallMs): void {
  // Longer timers fire at once.
  if (stallMs > 0 && stallMs < 2 ** 31) return;
  throw new OptionError(
    "option-invalid",
    `Cannot wait ${stallMs} ms for a frame: not above 0 and below ${2 ** 31}`,
  );
}
