import { checkSize } from "../image/check_size.ts";
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

/** No picture takes more bytes for each pixel. */
export const maxBytesPerPixel = 8;

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
    const length = await pictureLength(context, format, index);
    const picture = await reader.take(length);
    if (picture.length < length) throw truncated(source, index, `${length} bytes`, picture.length);
    yield (place) => ({ bytes: picture, options: { ...place, still: false, maxPixels } });
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

async function pictureLength(
  { reader, source, maxPixels }: StreamContext,
  format: StreamedFormat,
  index: number,
): Promise<number> {
  const { name } = format;
  let size: ReturnType<ImageFormat["readSize"]>;
  const findEnd = format.createEndFinder();
  let bytes = await reader.peek(startBytes);
  if (!format.isStart(bytes)) {
    throw invalidStream(source, index, `no ${name} where it should start`);
  }
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
    if (bytes.length === got) throw truncated(source, index, `the end of a ${name}`, got);
  }
}
