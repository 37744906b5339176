import { InputError } from "../errors.ts";
import { isText, isY4m } from "../image/detect_other.ts";
import { detectFormat } from "../image/formats.ts";
import type { FrameStream, StreamContext } from "./frame_stream.ts";
import { isStreamed, readPictureStream, startBytes } from "./read_picture_stream.ts";
import { type RawVideo, readRawStream } from "./read_raw_stream.ts";
import { readY4mStream } from "./read_y4m_stream.ts";

/**
 * Opens a stream by its first bytes: YUV4MPEG2, or pictures of one format that follow one another.
 *
 * @param context The bytes, and the limits.
 * @param raw The layout, if the stream is raw video.
 * @returns The frames, or undefined if only ffmpeg might read the stream.
 * @throws {InputError} If the stream is empty or text, or its header is damaged.
 */
export async function openStream(
  context: StreamContext,
  raw?: RawVideo,
): Promise<FrameStream | undefined> {
  const { reader, source } = context;
  const head = await reader.peek(startBytes);
  if (head.length === 0) throw new InputError("input-empty", `Cannot read ${source}: it is empty`);
  if (raw !== undefined) return readRawStream(context, raw);
  if (isY4m(head)) return await readY4mStream(context);
  const format = detectFormat(head);
  if (format === undefined && isText(head)) {
    throw new InputError(
      "format-unknown",
      `Cannot read ${source}: it is text, not a picture or video`,
    );
  }
  return isStreamed(format) ? readPictureStream(context, format) : undefined;
}
