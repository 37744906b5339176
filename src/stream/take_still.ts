import { checkSize, defaultMaxPixels } from "../image/check_size.ts";
import type { AnimationFrame } from "../image/frame.ts";
import { detectFormat, type ImageFormat } from "../image/formats.ts";
import { invalidStream, type StreamContext } from "./frame_stream.ts";
import {
  isPadding,
  isStreamed,
  maxBytesPerPixel,
  mostBytes,
  startBytes,
} from "./read_picture_stream.ts";

/** Whoever sends a single picture ends the stream within this time, in milliseconds. */
const endsWithinMs = 1000;

/** What a stream holds, by its content: a picture, encoded; an animation; or something else. */
export type Content =
  | Uint8Array<ArrayBuffer>
  | AsyncIterable<AnimationFrame>
  | "stream"
  | "video";

/**
 * Takes the picture out of a stream that holds only one, maybe with other data behind it, or an animation
 * that Mien decodes itself. Nothing is taken from other streams.
 *
 * @param context The bytes, and the limits.
 * @param isFile Whether the stream is a file, whose end is waited for however busy the machine is.
 * @returns The picture or animation; `stream` if pictures or frames follow one another that Mien splits
 * itself; `video` for anything else.
 * @throws {InputError} If the picture is too large, or longer than any picture of its size.
 */
export async function takeStill(context: StreamContext, isFile = false): Promise<Content> {
  const { reader } = context;
  const format = detectFormat(await reader.peek(startBytes));
  if (format === undefined) return "stream";
  const length = await findLength(context, format);
  if (typeof length === "string") return length;
  const bytes = await reader.peek(length);
  const first = bytes.subarray(0, length);
  if (format.isVideo?.(first)) {
    return format.decodeFrames?.(await reader.take(length)) ?? "video";
  }
  if (isStreamed(format) && bytes.length >= length) {
    if (!isFile && !await reader.arrives(length + 1, endsWithinMs)) return "stream";
    if (await isFollowed(context, format, length)) return "stream";
  }
  return await reader.take(length);
}

/** The length of the first picture, as far as it is there. */
async function findLength(
  { reader, source, maxPixels = defaultMaxPixels }: StreamContext,
  format: ImageFormat,
): Promise<number | "stream" | "video"> {
  const findEnd = format.createEndFinder?.();
  for (let wanted = startBytes;;) {
    const bytes = await reader.peek(wanted);
    const size = format.readSize(bytes);
    if (size !== undefined) checkSize(source, size.width, size.height, maxPixels);
    let end: number | undefined;
    try {
      end = findEnd?.(bytes);
    } catch {
      return "stream"; // Its reader tells what is wrong.
    }
    const maxBytes = findEnd === undefined ? maxPixels * maxBytesPerPixel : mostBytes(size);
    if ((end ?? bytes.length) > maxBytes) {
      throw invalidStream(source, 0, `its ${format.name} does not end within ${maxBytes} bytes`);
    }
    if (end !== undefined || bytes.length < wanted) return end ?? bytes.length;
    if (findEnd === undefined && format.isVideo?.(bytes)) return "video";
    // A picture that says where it ends is not waited for any longer than that.
    wanted = findEnd === undefined ? 2 * bytes.length : bytes.length + 1;
  }
}

/** A longer header does not count. */
const maxHeaderBytes = 1 << 16;

/** Where the second picture is damaged, the third starts before so many lengths of the first. */
const maxLengths = 3;

/** Whether the next picture of a stream follows, and not some other data. */
async function isFollowed(
  { reader }: StreamContext,
  format: ImageFormat,
  length: number,
): Promise<boolean> {
  const farthest = format.resumes ? maxLengths * length + maxHeaderBytes : maxHeaderBytes;
  for (let wanted = length + startBytes, at = length;;) {
    const bytes = await reader.peek(wanted);
    at = nextStart(bytes, at, format);
    const rest = bytes.subarray(at);
    const isAll = bytes.length < wanted || bytes.length > length + farthest;
    if (rest.length >= startBytes || isAll) {
      if (!format.isStart(rest)) return false;
      const isPicture = format.readSize(rest) !== undefined;
      if (isAll || rest.length > maxHeaderBytes || isPicture) {
        // A start may be found by chance in other data.
        if (!isPicture && !bytes.subarray(length, at).every(isPadding)) return false;
        return !format.hasCompanions?.(bytes.subarray(0, length), rest);
      }
    }
    wanted = Math.max(bytes.length + 1, at + startBytes);
  }
}

/** Where a picture may start: behind padding, or behind damage if a start is told from it. */
function nextStart(bytes: Uint8Array, from: number, format: ImageFormat): number {
  let at = from;
  const isStart = (): boolean => format.isStart(bytes.subarray(at, at + startBytes));
  while (at < bytes.length && isPadding(bytes[at]!)) at++;
  while (format.resumes && at + startBytes <= bytes.length && !isStart()) at++;
  return at;
}
