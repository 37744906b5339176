import { checkSize } from "../image/check_size.ts";
import { isText, textHeadBytes } from "../image/detect_other.ts";
import type { ImageFormat } from "../image/formats.ts";
import type { ByteReader } from "./byte_reader.ts";
import {
  type FrameStream,
  invalidStream,
  type PendingFrame,
  type StreamContext,
  truncated,
} from "./frame_stream.ts";

/** A format whose pictures can follow one another. */
export type StreamedFormat = ImageFormat & Required<Pick<ImageFormat, "createEndFinder">>;

/** Enough for {@linkcode ImageFormat.isStart}. */
export const startBytes = 12;

/** No picture takes more bytes for each pixel: a PPM as text has three numbers with a space each. */
export const maxBytesPerPixel = 12;

/** What a picture may hold besides: comments, profiles, previews. In bytes. */
const maxOtherBytes = 16 << 20;

/** The most bytes of a picture of a format that says where a picture ends. */
export function mostBytes(size: { width: number; height: number } | undefined): number {
  return maxOtherBytes + (size ? size.width * size.height * maxBytesPerPixel : 0);
}

/** Whether streams of a format can be split into its pictures. */
export function isStreamed(format: ImageFormat | undefined): format is StreamedFormat {
  return format?.createEndFinder !== undefined;
}

/** Reads pictures of one format that follow one another, such as MJPEG. */
export function readPictureStream(context: StreamContext, format: StreamedFormat): FrameStream {
  return { frames: pictures(context, format) };
}

async function* pictures(
  context: StreamContext,
  format: StreamedFormat,
): AsyncGenerator<PendingFrame> {
  const { reader, source, maxPixels } = context;
  for (let index = 0; await skipPadding(reader); index++) {
    const isStart = format.isStart(await reader.peek(startBytes));
    const damage = `no ${format.name} where it should start`;
    if (!isStart && !format.resumes) throw invalidStream(source, index, damage);
    const stray = isStart ? undefined : await skipToStart(context, format, index);
    if (stray !== undefined && isFiller(stray)) {
      index--;
    } else if (stray !== undefined) {
      yield (place) => ({ bytes: stray, damage, options: { ...place, still: false, maxPixels } });
    } else {
      const length = await pictureLength(context, format, index);
      const picture = await reader.take(length);
      if (picture.length < length) {
        throw truncated(source, index, `${length} bytes`, picture.length);
      }
      yield (place) => ({ bytes: picture, options: { ...place, still: false, maxPixels } });
    }
  }
}

/** Cameras pad their pictures with zeros, programs with line breaks. */
export function isPadding(byte: number): boolean {
  return byte === 0 || byte === 0x0d || byte === 0x0a;
}

/** Returns false at the end of the stream. */
async function skipPadding(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const bytes = await reader.peek(1);
    if (bytes.length === 0) return false;
    const start = bytes.findIndex((byte) => !isPadding(byte));
    reader.skip(start < 0 ? bytes.length : start);
    if (start >= 0) return true;
  }
}

/** Skips to where the next picture starts, and returns the first of the bytes before it. */
async function skipToStart(
  { reader, source }: StreamContext,
  format: StreamedFormat,
  index: number,
): Promise<Uint8Array> {
  const most = mostBytes(undefined);
  let head: Uint8Array | undefined;
  for (let skipped = 0; skipped < most;) {
    const bytes = await reader.peek(2 * startBytes);
    head ??= bytes.slice(0, textHeadBytes);
    const last = bytes.length < 2 * startBytes ? bytes.length : bytes.length - startBytes;
    let at = 0;
    while (at < last && !format.isStart(bytes.subarray(at, at + startBytes))) at++;
    reader.skip(at);
    skipped += at;
    if (at < last || bytes.length < 2 * startBytes) return head.subarray(0, skipped);
  }
  throw invalidStream(source, index, `no ${format.name} within ${most} bytes`);
}

/** Whether bytes are padding, or head a part of a multipart stream, which web cameras send. */
function isFiller(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff) ||
    isText(bytes) && /^(--|Content-)/i.test(new TextDecoder().decode(bytes));
}

async function pictureLength(
  { reader, source, maxPixels }: StreamContext,
  format: StreamedFormat,
  index: number,
): Promise<number> {
  const { name } = format;
  let size: ReturnType<ImageFormat["readSize"]>;
  const findEnd = format.createEndFinder();
  let bytes = await reader.peek(startBytes);
  for (;;) {
    let end: number | undefined;
    try {
      end = findEnd(bytes);
    } catch (error) {
      throw invalidStream(source, index, (error as RangeError).message);
    }
    size ??= format.readSize(bytes);
    if (size !== undefined) checkSize(source, size.width, size.height, maxPixels);
    const maxBytes = mostBytes(size);
    if ((end ?? bytes.length) > maxBytes) {
      throw invalidStream(source, index, `its ${name} does not end within ${maxBytes} bytes`);
    }
    if (end !== undefined) return end;
    const got = bytes.length;
    bytes = await reader.peek(got + 1);
    if (bytes.length > got) continue;
    // Whether pixels are missing is seen when it is decoded.
    if (format.resumes) return got;
    throw truncated(source, index, `the end of a ${name}`, got);
  }
}
