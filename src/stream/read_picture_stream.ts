import type { ByteReader } from "./byte_reader.ts";
import { decodeImage } from "../image/decode_image.ts";
import {
  type FrameStream,
  invalidStream,
  type PendingFrame,
  type StreamContext,
  truncated,
} from "./frame_stream.ts";
import { JpegWalker } from "../image/codecs/jpeg_walker.ts";
import { PngWalker } from "../image/codecs/png_walk.ts";

/** How one kind of picture starts and ends. */
interface PictureKind {
  readonly name: string;
  readonly signature: readonly number[];
  createWalker(): { findEnd(bytes: Uint8Array): number | undefined };
}

const jpeg: PictureKind = {
  name: "JPEG",
  signature: [0xff, 0xd8, 0xff],
  createWalker: () => new JpegWalker(),
};

const png: PictureKind = {
  name: "PNG",
  signature: [0x89, 0x50, 0x4e, 0x47],
  createWalker: () => new PngWalker(),
};

/** No compressed picture of so many pixels takes more bytes for each. */
const maxBytesPerPixel = 8;

/** Reads JPEGs that follow one another (MJPEG). */
export function readJpegStream(context: StreamContext): FrameStream {
  return { frames: pictures(context, jpeg) };
}

/** Reads PNGs that follow one another. */
export function readPngStream(context: StreamContext): FrameStream {
  return { frames: pictures(context, png) };
}

async function* pictures(
  context: StreamContext,
  kind: PictureKind,
): AsyncGenerator<PendingFrame> {
  const { reader, maxPixels } = context;
  for (let index = 0; await skipPadding(reader); index++) {
    const picture = await reader.take(await pictureLength(context, kind, index));
    yield (place) => decodeImage(picture, { ...place, still: false, maxPixels });
  }
}

/** Cameras pad their pictures with zeros. False at the end of the stream. */
async function skipPadding(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const bytes = await reader.peek(1);
    if (bytes.length === 0) return false;
    const start = bytes.findIndex((byte) => byte !== 0);
    reader.skip(start < 0 ? bytes.length : start);
    if (start >= 0) return true;
  }
}

async function pictureLength(
  { reader, source, maxPixels }: StreamContext,
  { name, signature, createWalker }: PictureKind,
  index: number,
): Promise<number> {
  const walker = createWalker();
  for (let bytes = await reader.peek(signature.length);;) {
    if (!signature.every((byte, i) => i >= bytes.length || byte === bytes[i])) {
      throw invalidStream(source, index, `no ${name} where it should start`);
    }
    let end: number | undefined;
    try {
      end = walker.findEnd(bytes);
    } catch (error) {
      throw invalidStream(source, index, (error as RangeError).message);
    }
    if (end !== undefined) return end;
    const got = bytes.length;
    if (got > maxPixels * maxBytesPerPixel) {
      throw invalidStream(source, index, `its ${name} does not end within ${got} bytes`);
    }
    bytes = await reader.peek(got + 1);
    if (bytes.length === got) throw truncated(source, index, `the end of a ${name}`, got);
  }
}
