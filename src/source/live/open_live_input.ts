import { inputName } from "./live_opener.ts";
import type { LiveFrames, LiveSourceOptions } from "./live_frames.ts";
import { LiveThread } from "./live_thread.ts";

/** How live input is read. All fields may be left out. */
export interface LiveOptions extends Omit<LiveSourceOptions, "source" | "stallAdvice"> {
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
}

/**
 * Opens anything that ffmpeg reads as a live source: a stream from the network, a screen, or a file
 * played in real time. It is read in a thread of its own, so that whoever takes a frame gets the
 * newest. Needs `--allow-run=ffmpeg` and `--allow-read`.
 *
 * @param inputArguments ffmpeg's arguments that open it, with `-i`.
 * @param options Limits, and what to do when it stalls or ends.
 * @returns The frames, with `capturedAt`.
 * @throws {OptionError} If there is no `-i` among the arguments or a limit is out of range.
 *
 * @example
 * ```ts
 * import { openLiveInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => openLiveInput(["-re", "clip.mp4"]), /add "-i" and what to read/);
 * ```
 */
export function openLiveInput(
  inputArguments: readonly string[],
  { maxPixels, ...options }: LiveOptions = {},
): LiveFrames {
  const source = inputName(inputArguments);
  return new LiveThread({ source, maxPixels, inputArguments }, { ...options, source });
}
