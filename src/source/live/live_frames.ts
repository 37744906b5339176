import type { Frame } from "../../image/frame.ts";

/** Opens a source. Its frames must end soon after the signal fires. */
export type LiveOpener = (signal: AbortSignal) => AsyncIterable<Frame>;

/** What happened before a live source is opened again. */
export interface Reconnection {
  /** Why: the error's message, or that the source ended. */
  readonly reason: string;
  /** Milliseconds until the next attempt. */
  readonly delayMs: number;
  /** The number of this attempt since the last frame, from 1. */
  readonly attempt: number;
}

/** How a live source is read. All fields may be left out. */
export interface LiveOptions {
  /**
   * Milliseconds without a frame after which the source counts as stalled. They include the time to
   * the first frame. @default {10_000}
   */
  stallMs?: number;
  /**
   * Open the source again when it stalls, ends or fails, until the signal fires: after half a
   * second, then after twice as long each time, up to ten seconds. Errors that trying again cannot
   * fix, such as a missing ffmpeg, are thrown all the same. @default {false}
   */
  reconnect?: boolean;
  /** Called before each pause that `reconnect` makes. */
  onReconnect?: (reconnection: Reconnection) => void;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
}

/** How `openLiveSource` reads. All fields may be left out. */
export interface LiveSourceOptions extends LiveOptions {
  /** The source's name for errors and reconnections. @default {"the live source"} */
  source?: string;
}

/** Frames of a source that does not wait. The next frame is always the newest. They can be read once. */
export interface LiveFrames extends AsyncIterable<Frame> {
  /** A live source has no length. */
  readonly durationS: undefined;
  /** Frames taken so far. */
  readonly received: number;
  /** Frames replaced by newer ones before they were taken, so far. */
  readonly dropped: number;
  /**
   * Opens the source when the first frame is asked for, and closes it at the end.
   *
   * @throws {InputError} With the code `source-stalled` if no frame comes for `stallMs`.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Frame>;
}
