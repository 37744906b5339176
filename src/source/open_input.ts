import { InputError } from "../errors.ts";
import { decodeImage } from "../image/decode_image.ts";
import { isUrl } from "./expand_input.ts";
import { ffmpegFrames } from "../ffmpeg/ffmpeg_frames.ts";
import { fileErrors } from "./file_errors.ts";
import type { Frame } from "../image/frame.ts";
import { fileExtension, readHead } from "./input_file.ts";
import { readFrames, type ReadFramesOptions } from "./read_frames.ts";
import { sniffFormat } from "../image/sniff_format.ts";

/** Frames to be read once. */
export interface FrameSource extends AsyncIterable<Frame> {
  /** Length in seconds, known from the first frame on if the source states it. */
  readonly durationS: number | undefined;
}

/** How {@linkcode openInput} reads. All fields may be left out. */
export type OpenInputOptions = Omit<ReadFramesOptions, "source">;

/** Pictures that some programs follow up with a preview or other data. */
const stillExtensions: ReadonlySet<string> = new Set(
  "jpg jpeg jpe jfif mpo png apng".split(" "),
);

/**
 * Opens a file or URL. A file's format is detected from its first bytes: a picture or a stream as for
 * `readFrames`. Anything else but text is read by ffmpeg, and so are URLs. Nothing is opened before
 * the iteration starts.
 *
 * @param input A path, or a URL that ffmpeg can read.
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
  let durationS: number | undefined;
  const onDuration = (seconds: number): void => void (durationS = seconds);
  const frames = isUrl(input)
    ? ffmpegFrames(input, { ...options, onDuration })
    : readFile(input, options, onDuration);
  return {
    get durationS() {
      return durationS;
    },
    [Symbol.asyncIterator]: () => frames,
  };
}

async function* readFile(
  path: string,
  options: OpenInputOptions,
  onDuration: (seconds: number) => void,
): AsyncGenerator<Frame> {
  const { signal, raw } = options;
  signal?.throwIfAborted();
  const head = await fileErrors(path, () => readHead(path));
  if (head.length === 0) {
    throw new InputError("input-empty", `Cannot read ${path}: it is empty`);
  }
  const format = sniffFormat(head);
  const isStill = format === "webp" ||
    (format === "jpeg" || format === "png") && stillExtensions.has(fileExtension(path));
  if (isStill && raw === undefined) {
    const bytes = await fileErrors(path, () => Deno.readFile(path));
    signal?.throwIfAborted();
    yield await decodeImage(bytes, { ...options, source: path });
  } else if (raw !== undefined || ["jpeg", "png", "pnm", "y4m"].includes(format)) {
    const file = await fileErrors(path, () => Deno.open(path));
    yield* readFrames(file.readable, { ...options, source: path });
  } else if (format === "text") {
    throw new InputError(
      "format-unknown",
      `Cannot read ${path}: it is text, not a picture or video`,
    );
  } else {
    yield* ffmpegFrames(`file:${path}`, { ...options, source: path, onDuration });
  }
}
