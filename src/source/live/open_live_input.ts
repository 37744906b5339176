import { inputName } from "./live_opener.ts";
import type { LiveFrames, LiveOptions } from "./live_frames.ts";
import { openLiveThread } from "./open_live_thread.ts";

/** How {@linkcode openLiveInput} reads. All fields may be left out. */
export interface LiveInputOptions extends LiveOptions {
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
}

/**
 * Opens anything that ffmpeg can read as a live source: a network stream, a screen, or a file played
 * in real time. It is read in a separate thread, so that the next frame is always the newest.
 * Needs the permission to run ffmpeg.
 *
 * @param inputArguments ffmpeg's arguments that open the input, with `-i`.
 * @param options Limits, and what to do when the input stalls or ends.
 * @returns The frames, with `capturedAt`. Nothing is opened before the first one is asked for.
 * @throws {OptionError} If there is no `-i` among the arguments, or `stallMs` is out of range.
 *
 * @example
 * ```ts
 * import { openLiveInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => openLiveInput(["-re", "clip.mp4"]), /no "-i" with a value/);
 * ```
 */
export function openLiveInput(
  inputArguments: readonly string[],
  { maxPixels, ...options }: LiveInputOptions = {},
): LiveFrames {
  const source = inputName(inputArguments);
  return openLiveThread({ source, maxPixels, inputArguments }, options);
}
