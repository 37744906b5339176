import { InputError, messageOf, OptionError } from "../errors.ts";
import type { Frame } from "./frame.ts";

/** The first pause before a source is opened again; each further one is twice as long. */
const firstDelayMs = 500;
const longestDelayMs = 10_000;

/** How long a source that has been told to close may take. */
const closingMs = 2_000;

/** Opens a source. What it gives has to end soon after the signal fires. */
export type LiveOpener = (signal: AbortSignal) => AsyncIterable<Frame>;

/** What happened before a live source is opened again. */
export interface Reconnection {
  /** Why: the error's message, or that the source ended. */
  readonly reason: string;
  /** Milliseconds until then. */
  readonly delayMs: number;
  /** How many times in a row this is without a frame in between, from 1. */
  readonly attempt: number;
}

/** How {@linkcode LiveSource} reads. All fields may be left out. */
export interface LiveSourceOptions {
  /** What the source is called in errors. @default {"the live source"} */
  source?: string;
  /** Milliseconds without a frame, before the first one too, that count as an error. @default {10_000} */
  stallMs?: number;
  /** What to look at when no frame comes, for that error. @default {"check that it is connected and sending"} */
  stallAdvice?: string;
  /** Open the source again when it stalls, ends or fails, until the signal fires. @default {false} */
  reconnect?: boolean;
  /** Called before each pause that `reconnect` makes. */
  onReconnect?: (reconnection: Reconnection) => void;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
}

/** Frames of something that does not wait: whoever takes one gets the newest. To be read once. */
export interface LiveFrames extends AsyncIterable<Frame> {
  /** A live source has no length. */
  readonly durationS: undefined;
  /** Frames taken so far. */
  readonly received: number;
  /** Frames that came and were replaced by newer ones before anybody took them. */
  readonly dropped: number;
}

/**
 * Reads a source as fast as it comes and keeps its newest frame alone. Frames get the index and
 * time at which they came, counted on when the source is opened again, and `capturedAt`.
 *
 * The reading goes on whenever this thread is free: a consumer that blocks it for long needs
 * `openCamera` or `openLiveInput`, which read in a thread of their own.
 *
 * @example
 * ```ts
 * import { createFrame } from "./frame.ts";
 * import { LiveSource } from "./live_source.ts";
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
export class LiveSource implements LiveFrames {
  /** A live source has no length. */
  readonly durationS: undefined;
  readonly #open: LiveOpener;
  readonly #options: LiveSourceOptions;
  readonly #stallMs: number;
  readonly #frames: AsyncGenerator<Frame>;
  #newest: Frame | undefined;
  #wake: () => void = () => {};
  #startedAt: number | undefined;
  #arrived = 0;
  #received = 0;
  #dropped = 0;

  /**
   * @param open Opens the source, each time anew.
   * @param options Limits and names.
   * @throws {OptionError} If `stallMs` is not above 0.
   */
  constructor(open: LiveOpener, options: LiveSourceOptions = {}) {
    this.#open = open;
    this.#options = options;
    this.#stallMs = checkStall(options.stallMs ?? 10_000);
    this.#frames = this.#run();
  }

  /** Frames taken so far. */
  get received(): number {
    return this.#received;
  }

  /** Frames that came and were replaced by newer ones before anybody took them. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * The frames. Opens the source when the first is asked for, and closes it in the end.
   *
   * @throws {InputError} With the code `source-stalled` if no frame comes for `stallMs`.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Frame> {
    return this.#frames;
  }

  async *#run(): AsyncGenerator<Frame> {
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
          this.#received++;
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
    const { reconnect = false, onReconnect } = this.#options;
    for (let attempt = 1;; attempt++) {
      const before = this.#arrived;
      let reason = "it ended";
      try {
        await this.#readOnce(signal);
        if (!reconnect || signal.aborted) return;
      } catch (error) {
        if (!reconnect || signal.aborted || !canHeal(error)) throw error;
        reason = messageOf(error);
      }
      if (this.#arrived > before) attempt = 1;
      const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
      onReconnect?.({ reason, delayMs, attempt });
      await within(new Promise<never>(() => {}), delayMs, signal);
      if (signal.aborted) return;
    }
  }

  async #readOnce(signal: AbortSignal): Promise<void> {
    const { source = "the live source", stallAdvice = "check that it is connected and sending" } =
      this.#options;
    const close = new AbortController();
    const iterator = this.#open(AbortSignal.any([signal, close.signal]))[Symbol.asyncIterator]();
    try {
      while (true) {
        const next = await within(iterator.next(), this.#stallMs, signal);
        if (signal.aborted) return;
        if (next === undefined) {
          const seconds = Number((this.#stallMs / 1000).toFixed(3));
          throw new InputError(
            "source-stalled",
            `Cannot read ${source}: no frame came for ${seconds} s, ${stallAdvice}`,
          );
        }
        if (next.done) return;
        this.#arrive(next.value);
      }
    } finally {
      close.abort();
      await within(Promise.resolve(iterator.return?.()).catch(() => {}), closingMs);
    }
  }

  #arrive(frame: Frame): void {
    const capturedAt = performance.now();
    this.#startedAt ??= capturedAt;
    if (this.#newest !== undefined) this.#dropped++;
    const time = (capturedAt - this.#startedAt) / 1000;
    this.#newest = { ...frame, index: this.#arrived++, time, capturedAt };
    this.#wake();
  }
}

/**
 * Refuses a time that no source could keep.
 *
 * @throws {OptionError} If it is not above 0.
 */
export function checkStall(stallMs: number): number {
  // Longer timers fire at once.
  if (stallMs > 0 && stallMs < 2 ** 31) return stallMs;
  throw new OptionError(
    "option-invalid",
    `Cannot wait ${stallMs} ms for a frame: not above 0 and below ${2 ** 31}`,
  );
}

/** Whether the same source may work a little later. */
function canHeal(error: unknown): boolean {
  return error instanceof InputError;
}

/** What a promise gives, or undefined when the time is over or the signal fires first. */
async function within<T>(
  promise: Promise<T>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  if (signal?.aborted) milliseconds = 0;
  const given = Promise.withResolvers<undefined>();
  const give = (): void => given.resolve(undefined);
  const timer = setTimeout(give, milliseconds);
  signal?.addEventListener("abort", give);
  try {
    return await Promise.race([promise, given.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", give);
    promise.catch(() => {}); // Nobody waits for it any more.
  }
}
