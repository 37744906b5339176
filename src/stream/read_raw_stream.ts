import { createFrame, frameBytes, type PixelFormat } from "../image/frame.ts";
import {
  type FrameStream,
  type PendingFrame,
  type StreamContext,
  truncated,
} from "./frame_stream.ts";
import { checkSize } from "../image/check_size.ts";

/** The layout of raw video, which has no header. */
export interface RawVideo {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Layout of the samples. */
  readonly format: PixelFormat;
}

/** Reads raw video: frames that follow one another with no header. */
export function readRawStream(context: StreamContext, raw: RawVideo): FrameStream {
  checkSize(context.source, raw.width, raw.height, context.maxPixels);
  return { frames: pictures(context, raw) };
}

async function* pictures(
  { reader, source }: StreamContext,
  { width, height, format }: RawVideo,
): AsyncGenerator<PendingFrame> {
  const expected = frameBytes(format, width, height);
  for (let index = 0;; index++) {
    const data = await reader.take(expected);
    if (data.length === 0) return;
    if (data.length < expected) throw truncated(source, index, `${expected} bytes`, data.length);
    yield (place) => createFrame(format, width, height, data, place);
  }
}
