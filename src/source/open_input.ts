import { abortable } from "../async/abortable.ts";
import { InputError } from "../errors.ts";
import { type EncodedPicture, toFrames } from "../image/encoded_picture.ts";
import { isUrl } from "./expand_input.ts";
import { ffmpegFrames } from "../ffmpeg/ffmpeg_frames.ts";
import { fileErrors } from "./file_errors.ts";
import { filePieces } from "./file_pieces.ts";
import type { Frame } from "../image/frame.ts";
import { hidePassword } from "../ffmpeg/hide_password.ts";
import { takeUrlStill } from "./url_still.ts";
import { isFfmpegPicture } from "./input_file.ts";
import { watchStall } from "../stream/watch_stall.ts";
import { type ReadFramesOptions, readPictures } from "./read_frames.ts";

/** Frames to be read once. */
export interface FrameSource<Picture = Frame> extends AsyncIterable<Picture> {
  /** Length in seconds, known from the first frame on if the source states it. */
  readonly durationS: number | undefined;
}

/** How {@linkcode openInput} reads. All fields may be left out. */
export type OpenInputOptions = Omit<ReadFramesOptions, "source">;

/**
 * Opens a file or URL. Whether it is a picture or a video is told by its content, as by
 * `readFrames`. Anything else but text is read by ffmpeg, and so are URLs. Nothing is opened before
 * the iteration starts.
 *
 * @param input A path, a URL that ffmpeg can read, or `-` for standard input.
 * @param options Limits, sampling, and the layout of raw video.
 * @returns The frames. The iteration throws the errors of `decodeImage` and `readFrames`.
 *
 * @example
 * ```ts
 * import { openInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * const times: number[] = [];
 * for await (const frame of openInput("fixtures/webcam.mjpeg", { fps: 1, to: 3 })) {
 *   times.push(frame.time);
 * }
 * assert.deepEqual(times, [0, 1, 2]);
 * ```
 */
export function openInput(input: string, options: OpenInputOptions = {}): FrameSource {
  const source = openPictures(input, options);
  const frames = toFrames(source);
  return {
    get durationS() {
      return source.durationS;
    },
    [Symbol.asyncIterator]: () => frames,
  };
}

/** As {@linkcode openInput}, but leaves pictures encoded. */
export function openPictures(
  input: string,
  options: OpenInputOptions = {},
): FrameSource<Frame | EncodedPicture> {
  let durationS: number | undefined;
  const onDuration = (seconds: number): void => void (durationS = seconds);
  const frames = input === "-"
    ? readStandardInput(options)
    : isUrl(input)
    ? readUrl(input, options, onDuration)
    : readFile(input, options, onDuration);
  return {
    get durationS() {
      return durationS;
    },
    [Symbol.asyncIterator]: () => frames,
  };
}

async function* readStandardInput(
  options: OpenInputOptions,
): AsyncGenerator<Frame | EncodedPicture> {
  if (Deno.stdin.readable.locked) {
    throw new InputError("input-unreadable", "Cannot read -: standard input can be read only once");
  }
  yield* readPictures(Deno.stdin.readable, options);
}

async function* readUrl(
  url: string,
  options: OpenInputOptions,
  onDuration: (seconds: number) => void,
): AsyncGenerator<Frame | EncodedPicture> {
  const { maxPixels } = options;
  const still = /^https?:/i.test(url) ? await takeUrlStill(url, options) : undefined;
  if (still !== undefined) {
    yield { bytes: still, options: { maxPixels, source: hidePassword(url) } };
  } else yield* ffmpegFrames(url, { ...options, onDuration });
}

async function* readFile(
  path: string,
  options: OpenInputOptions,
  onDuration: (seconds: number) => void,
): AsyncGenerator<Frame | EncodedPicture> {
  const { signal, stallMs, ...others } = options;
  signal?.throwIfAborted();
  const { isFile } = await fileErrors(path, () => Deno.stat(path));
  // A named pipe is not open before somebody writes to it.
  const opening = fileErrors(path, () => Deno.open(path));
  const watched = isFile ? opening : watchStall(path, stallMs)?.during(opening) ?? opening;
  const file = await (signal ? abortable(watched, signal) : watched);
  // What a pipe gives once is gone, and ffmpeg would take the name of a picture for a pattern.
  const isOpenedAgain = isFile && !(isFfmpegPicture(path) && path.includes("%"));
  const named = {
    ...others,
    ...(signal && { signal }),
    ...(!isFile && { stallMs }), // Files of this machine do not stall.
    source: path,
  };
  yield* readPictures(
    isFile ? filePieces(file) : file.readable,
    named,
    isOpenedAgain ? () => ffmpegFrames(`file:${path}`, { ...named, onDuration }) : undefined,
    isFile,
  );
}
