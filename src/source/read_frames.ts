import { InputError } from "../errors.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { ffmpegFrames } from "../ffmpeg/ffmpeg_frames.ts";
import type { Frame } from "../image/frame.ts";
import { FrameSampler, type Sampling } from "../stream/frame_sampler.ts";
import { defaultRate, type FrameStream, type StreamContext } from "../stream/frame_stream.ts";
import { defaultMaxPixels } from "../image/check_size.ts";
import { type RawVideo, readRawStream } from "../stream/read_raw_stream.ts";
import { readJpegStream, readPngStream } from "../stream/read_picture_stream.ts";
import { readPnmStream } from "../stream/read_pnm_stream.ts";
import { readY4mStream } from "../stream/read_y4m_stream.ts";
import { minSniffBytes, sniffFormat } from "../image/sniff_format.ts";

/** How {@linkcode readFrames} reads. All fields may be left out. */
export interface ReadFramesOptions extends Sampling {
  /** The source's name for frames and errors. @default {"-"} */
  source?: string;
  /** Read the stream as raw video of this layout. */
  raw?: RawVideo;
  /** Refuse frames of more pixels. @default {64_000_000} */
  maxPixels?: number;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal;
}

/**
 * Reads frames from a byte stream, such as standard input. The format is detected from the first
 * bytes: a sequence of PPM or PGM pictures, YUV4MPEG2, a sequence of JPEGs (MJPEG) or of PNGs.
 * Anything else but text is read by an ffmpeg child process. The stream is cancelled when the reading
 * ends, however it ends.
 *
 * A frame's time is its index divided by the rate in the YUV4MPEG2 header, or by 25 if there is none.
 *
 * @param stream The bytes.
 * @param options Limits, sampling, and the layout of raw video.
 * @returns The frames in order.
 * @throws {InputError} If the stream is empty, text, damaged or cut short. The frames before that come
 * first.
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
export async function* readFrames(
  stream: ReadableStream<Uint8Array>,
  options: ReadFramesOptions = {},
): AsyncGenerator<Frame> {
  const { source = "-", maxPixels = defaultMaxPixels, signal } = options;
  const reader = new ByteReader(stream, signal);
  try {
    const sampler = new FrameSampler(options);
    const head = await reader.peek(minSniffBytes);
    if (head.length === 0) {
      throw new InputError("input-empty", `Cannot read ${source}: it is empty`);
    }
    const opened = await openStream({ reader, source, maxPixels }, head, options.raw);
    if (opened === undefined) {
      yield* ffmpegFrames("pipe:0", { ...options, source, stdin: reader });
      return;
    }
    const rate = opened.rate ?? defaultRate;
    let index = 0;
    for await (const makeFrame of opened.frames) {
      const time = index / rate;
      const verdict = sampler.next(time);
      if (verdict === "end") return;
      if (verdict === "take") yield await makeFrame({ source, index, time });
      index++;
    }
  } finally {
    await reader.close();
  }
}

/** The reader for the format that the first bytes tell, or undefined to ask ffmpeg. */
function openStream(
  context: StreamContext,
  head: Uint8Array,
  raw: RawVideo | undefined,
): FrameStream | Promise<FrameStream> | undefined {
  if (raw !== undefined) return readRawStream(context, raw);
  switch (sniffFormat(head)) {
    case "pnm":
      return readPnmStream(context);
    case "y4m":
      return readY4mStream(context);
    case "jpeg":
      return readJpegStream(context);
    case "png":
      return readPngStream(context);
    case "text":
      throw new InputError(
        "format-unknown",
        `Cannot read ${context.source}: it is text, not a picture or video`,
      );
    default:
      return undefined;
  }
}
