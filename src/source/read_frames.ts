import { explainFileError, isSystemError } from "./file_errors.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { InputError } from "../errors.ts";
import { ffmpegFrames } from "../ffmpeg/ffmpeg_frames.ts";
import { type EncodedPicture, toFrames } from "../image/encoded_picture.ts";
import type { Frame } from "../image/frame.ts";
import { describeSpan, FrameSampler, type Sampling } from "../stream/frame_sampler.ts";
import { defaultRate } from "../stream/frame_stream.ts";
import { openStream } from "../stream/open_stream.ts";
import { readAnimation } from "../stream/read_animation.ts";
import { watchStall } from "../stream/watch_stall.ts";
import { takeStill } from "../stream/take_still.ts";
import type { RawVideo } from "../stream/read_raw_stream.ts";

/** How {@linkcode readFrames} reads. All fields may be left out. */
export interface ReadFramesOptions extends Sampling {
  /** The source's name for frames and errors. @default {"-"} */
  source?: string;
  /** Read the stream as raw video of this layout. */
  raw?: RawVideo;
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
  /** Milliseconds without data after which a pipe or URL counts as stalled. @default {no limit} */
  stallMs?: number | undefined;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
}

/**
 * Reads frames from a byte stream, such as standard input. The format is detected from the content:
 * a picture of any format that `decodeImage` reads, a sequence of PPM or PGM pictures, YUV4MPEG2, a
 * sequence of JPEGs (MJPEG) or of PNGs. Anything else but text is read by an ffmpeg child process. The stream is cancelled when the reading
 * ends, however it ends.
 *
 * A frame's time is its index divided by the rate in the YUV4MPEG2 header, or by 25 if there is none.
 *
 * @param stream The bytes.
 * @param options Limits, sampling, and the layout of raw video.
 * @returns The frames in order.
 * @throws {InputError} If the stream is empty, text, damaged, cut short or stalls (`source-stalled`). The
 * frames before that come first.
 * @throws {OptionError} If the sampling is out of range.
 * @throws {EnvironmentError} If ffmpeg is needed and missing, or may not be run.
 *
 * @example
 * ```ts
 * import { readFrames } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * const pipe = new Blob(["P5 2 1 255\n", new Uint8Array([0, 255])]).stream();
 * for await (const frame of readFrames(pipe)) {
 *   assert.deepEqual([frame.width, frame.height, frame.time], [2, 1, 0]);
 * }
 * ```
 */
export function readFrames(
  stream: ReadableStream<Uint8Array>,
  options: ReadFramesOptions = {},
): AsyncGenerator<Frame> {
  return toFrames(readPictures(stream, options));
}

/**
 * As {@linkcode readFrames}, but leaves pictures encoded.
 *
 * @param readVideo Reads what only ffmpeg can. @default {ffmpeg reads the stream}
 * @param isFile Whether the stream is that of a file.
 */
export async function* readPictures(
  stream: ReadableStream<Uint8Array>,
  options: ReadFramesOptions = {},
  readVideo = (stdin: ByteReader): AsyncGenerator<Frame> =>
    ffmpegFrames("pipe:0", { source: "-", ...options, stdin }),
  isFile = false,
): AsyncGenerator<Frame | EncodedPicture> {
  const { source = "-", maxPixels, signal, stallMs } = options;
  const reader = new ByteReader(stream, signal, watchStall(source, stallMs));
  const context = { reader, source, maxPixels };
  try {
    const sampler = new FrameSampler(options);
    const content = options.raw === undefined ? await takeStill(context, isFile) : "stream";
    if (content instanceof Uint8Array) {
      yield { bytes: content, options: { maxPixels, source } };
      return;
    }
    const opened = typeof content === "object"
      ? readAnimation(content, source)
      : content === "stream"
      ? await openStream(context, options.raw)
      : undefined;
    if (opened === undefined) {
      yield* readVideo(reader);
      return;
    }
    const rate = opened.rate ?? defaultRate;
    let index = 0, hasTaken = false;
    for await (const makeFrame of opened.frames) {
      const time = opened.time?.() ?? index / rate;
      const verdict = sampler.next(time);
      if (verdict === "end") break;
      if (verdict === "take") {
        hasTaken = true;
        yield makeFrame({ source, index, time });
      }
      index++;
    }
    if (!hasTaken) {
      throw new InputError(
        "input-empty",
        `Cannot read ${source}: there is no frame${describeSpan(options)}`,
      );
    }
  } catch (error) {
    throw isSystemError(error) ? explainFileError(source, error) : error;
  } finally {
    await reader.close();
  }
}
