import { bmpLength, decodeBmp, isBmp, readBmpSize } from "./codecs/bmp.ts";
import { isAnimatedGif, readGifSize } from "./codecs/gif.ts";
import { isHeif, readHeifSize } from "./codecs/heif.ts";
import {
  createJpegEndFinder,
  decodeJpeg,
  hasPreviews,
  readJpegFrame,
  readJpegOrientation,
} from "./codecs/jpeg.ts";
import { magickDecoder } from "./codecs/magick.ts";
import { isNetpbm, readNetpbmHeader } from "./codecs/netpbm.ts";
import { decodePng, readPngOrientation } from "./codecs/png.ts";
import { createPngEndFinder, readPngSize } from "./codecs/png_chunks.ts";
import { createPnmEndFinder, decodePnm, isPnm, readPnmHeader } from "./codecs/pnm.ts";
import { decodeTiff, readTiffSize } from "./codecs/tiff.ts";
import {
  decodeAnimatedWebp,
  decodeWebp,
  isAnimatedWebp,
  readWebpHeader,
  readWebpOrientation,
} from "./codecs/webp.ts";
import { exifOrientation } from "./exif_orientation.ts";
import type { AnimationFrame, Pixels } from "./frame.ts";

/** A format of pictures: how it is detected and decoded. */
export interface ImageFormat {
  /** Its name, for messages. */
  readonly name: string;
  /** Its media type, as in the `content-type` of a request. */
  readonly mediaType: string;
  /** What its files' names end in, in lower case. */
  readonly extensions: readonly string[];
  /** Other media types that its files are sent with. @default {none} */
  readonly otherMediaTypes?: readonly string[];
  /**
   * Detects the format.
   *
   * @param bytes The first bytes of a file: 12 or more, unless the file is shorter.
   * @returns Whether the file is of this format.
   */
  isStart(bytes: Uint8Array): boolean;
  /**
   * Reads the size of a picture from its header.
   *
   * @param bytes The picture.
   * @returns The size, or undefined if the header is cut short or damaged.
   */
  readSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined;
  /**
   * Reads how a picture is turned. Without this, those of its size are upright.
   *
   * @param bytes The whole picture.
   * @returns Its EXIF orientation, 1 to 8: from 5 on, its decoded width is the height of `readSize`.
   */
  readOrientation?(bytes: Uint8Array): number;
  /**
   * Tells a video from a picture. Without this, every file is a picture.
   *
   * @param bytes The whole file.
   * @returns Whether it is an animation.
   */
  isVideo?(bytes: Uint8Array): boolean;
  /**
   * Decodes an animation. Without this, it is left to ffmpeg.
   *
   * @param bytes The whole file.
   * @returns Its pictures, all of the size in the header. It throws an `Error` where the file is damaged.
   */
  decodeFrames?(bytes: Uint8Array): AsyncIterable<AnimationFrame>;
  /**
   * Decodes a picture whose size is within the limits.
   *
   * @param bytes The picture.
   * @returns Its samples.
   * @throws {Error} If the picture is damaged or cut short. The message says how.
   */
  decode(bytes: Uint8Array): Pixels | Promise<Pixels>;
  /**
   * Whether `isStart` takes no other bytes for a start, so that a damaged stream can be read on from the
   * next one. @default {false}
   */
  readonly resumes?: boolean;
  /**
   * Tells a picture with previews or other views behind it from the first one of a stream.
   *
   * @param first The first picture.
   * @param rest The next one, as far as it is there.
   * @returns Whether they belong to it. Without this, pictures that follow one another are a stream.
   */
  hasCompanions?(first: Uint8Array, rest: Uint8Array): boolean;
  /**
   * Finds the end of a picture in a stream. Without this, streams of the format are left to ffmpeg.
   *
   * @returns A function for one picture. It is called with more and more bytes of the stream, from
   * the first byte of the picture on, until it returns the length of the picture.
   */
  createEndFinder?(): (bytes: Uint8Array) => number | undefined;
}

/**
 * Every format that {@linkcode decodeImage} reads. Add an entry to read one more.
 *
 * @example
 * ```ts
 * import { decodeImage, formats } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * formats.push({
 *   name: "Dot",
 *   mediaType: "image/x-dot",
 *   extensions: ["dot"],
 *   isStart: (bytes) => bytes[0] === 0x2e,
 *   readSize: () => ({ width: 1, height: 1 }),
 *   decode: (bytes) => ({ format: "gray", width: 1, height: 1, data: bytes.slice(1, 2) }),
 * });
 * const { data } = await decodeImage(new Uint8Array([0x2e, 200]));
 * assert.deepEqual([...data], [200]);
 * ```
 */
export const formats: ImageFormat[] = [
  {
    name: "JPEG",
    mediaType: "image/jpeg",
    otherMediaTypes: ["image/jpg"],
    extensions: ["jpg", "jpeg", "jpe", "jfif", "mpo"],
    isStart: startsWith("\xff\xd8\xff"),
    readSize: readJpegFrame,
    readOrientation: readJpegOrientation,
    decode: decodeJpeg,
    hasCompanions: hasPreviews,
    createEndFinder: createJpegEndFinder,
    resumes: true,
  },
  {
    name: "PNG",
    mediaType: "image/png",
    extensions: ["png", "apng"],
    isStart: startsWith("\x89PNG\r\n\x1a\n"),
    readSize: readPngSize,
    readOrientation: readPngOrientation,
    decode: decodePng,
    createEndFinder: createPngEndFinder,
    resumes: true,
  },
  {
    name: "WebP",
    mediaType: "image/webp",
    extensions: ["webp"],
    isStart: startsWith("RIFF....WEBP"),
    readSize: readWebpHeader,
    readOrientation: readWebpOrientation,
    isVideo: isAnimatedWebp,
    decode: decodeWebp,
    decodeFrames: decodeAnimatedWebp,
    createEndFinder: () => (bytes) => readWebpHeader(bytes)?.fileBytes,
  },
  {
    name: "HEIC",
    mediaType: "image/heic",
    otherMediaTypes: ["image/heif"],
    extensions: ["heic", "heif", "hif"],
    isStart: isHeif("HEIC"),
    readSize: readHeifSize,
    decode: magickDecoder("Heic", readHeifSize),
  },
  {
    name: "AVIF",
    mediaType: "image/avif",
    extensions: ["avif"],
    isStart: isHeif("AVIF"),
    readSize: readHeifSize,
    decode: magickDecoder("Avif", readHeifSize),
  },
  {
    name: "TIFF",
    mediaType: "image/tiff",
    extensions: ["tif", "tiff"],
    isStart: (bytes) => startsWith("II*\0")(bytes) || startsWith("MM\0*")(bytes),
    readSize: readTiffSize,
    readOrientation: exifOrientation,
    decode: decodeTiff,
  },
  {
    name: "BMP",
    mediaType: "image/bmp",
    otherMediaTypes: ["image/x-ms-bmp"],
    extensions: ["bmp", "dib"],
    isStart: isBmp,
    readSize: readBmpSize,
    decode: decodeBmp,
    createEndFinder: () => bmpLength,
  },
  {
    name: "GIF",
    mediaType: "image/gif",
    extensions: ["gif"],
    isStart: startsWith("GIF8"),
    readSize: readGifSize,
    isVideo: isAnimatedGif,
    decode: magickDecoder("Gif", readGifSize),
  },
  {
    name: "PNM",
    mediaType: "image/x-portable-anymap",
    otherMediaTypes: ["image/x-portable-pixmap", "image/x-portable-graymap"],
    extensions: ["ppm", "pgm", "pnm"],
    isStart: isPnm,
    readSize: readPnmHeader,
    decode: decodePnm,
    createEndFinder: createPnmEndFinder,
  },
  {
    name: "PAM",
    mediaType: "image/x-portable-arbitrarymap",
    otherMediaTypes: ["image/x-portable-bitmap"],
    extensions: ["pam", "pbm"],
    isStart: isNetpbm,
    readSize: readNetpbmHeader,
    decode: magickDecoder("Pnm", readNetpbmHeader),
    createEndFinder: () => (bytes) => readNetpbmHeader(bytes)?.length,
  },
];

/**
 * Detects a format.
 *
 * @param head The first bytes of a file: 12 or more, unless the file is shorter.
 * @returns The format, or undefined if it is none of {@linkcode formats}.
 */
export function detectFormat(head: Uint8Array): ImageFormat | undefined {
  return formats.find((format) => format.isStart(head));
}

/** Compares the first bytes with a signature, in which a dot stands for any byte. */
function startsWith(signature: string): (bytes: Uint8Array) => boolean {
  const expected = [...signature].map((c) => c === "." ? undefined : c.charCodeAt(0));
  return (bytes) =>
    bytes.length >= expected.length &&
    expected.every((code, i) => code === undefined || code === bytes[i]);
}
