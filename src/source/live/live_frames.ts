import type { Frame } from "../../image/frame.ts";

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

/** How `LiveSource` reads. All fields may be left out. */
export interface LiveSourceOptions {
  /** What the source is called in errors and reconnections. @default {"the live source"} */
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
export abstract class LiveFrames implements AsyncIterable<Frame> {
  /** A live source has no length. */
  readonly durationS: undefined;
  readonly #frames: AsyncGenerator<Frame> = this.run();
  #received = 0;
  #dropped = 0;

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

  /** Sets what `received` and `dropped` say. */
  protected count(received: number, dropped: number): void {
    this.#received = received;
    this.#dropped = dropped;
  }

  /** Gives the frames; runs once. */
  protected abstract run(): AsyncGenerator<Frame>;
}
