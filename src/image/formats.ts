import { readGifSize } from "./codecs/gif.ts";
import { decodeWithImagescript } from "./codecs/imagescript.ts";
import { createJpegEndFinder, decodeJpeg, readJpegFrame } from "./codecs/jpeg.ts";
import { decodePng } from "./codecs/png.ts";
import { createPngEndFinder, readPngSize } from "./codecs/png_chunks.ts";
import { createPnmEndFinder, decodePnm, isPnm, readPnmHeader } from "./codecs/pnm.ts";
import { decodeWebp, readWebpHeader } from "./codecs/webp.ts";
import type { Pixels } from "./frame.ts";

/** A format of pictures: how it is detected and decoded. */
export interface ImageFormat {
  /** Its name, for messages. */
  readonly name: string;
  /** Its media type, as in the `content-type` of a request. */
  readonly mediaType: string;
  /** What its files' names end in, in lower case. */
  readonly extensions: readonly string[];
  /**
   * What its files hold: one picture, several one after another, or a video, which is left to
   * ffmpeg. @default {"picture"}
   */
  readonly holds?: "picture" | "pictures" | "video";
  /**
   * Detects the format.
   *
   * @param bytes The first bytes of a file: 10 or more, unless the file is shorter.
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
   * Decodes a picture whose size is within the limits.
   *
   * @param bytes The picture.
   * @returns Its samples.
   * @throws {Error} If the picture is damaged or cut short. The message says how.
   */
  decode(bytes: Uint8Array): Pixels | Promise<Pixels>;
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
    extensions: ["jpg", "jpeg", "jpe", "jfif", "mpo"],
    isStart: startsWith("\xff\xd8\xff"),
    readSize: readJpegFrame,
    decode: decodeJpeg,
    createEndFinder: createJpegEndFinder,
  },
  {
    name: "PNG",
    mediaType: "image/png",
    extensions: ["png", "apng"],
    isStart: startsWith("\x89PNG\r\n\x1a\n"),
    readSize: readPngSize,
    decode: decodePng,
    createEndFinder: createPngEndFinder,
  },
  {
    name: "WebP",
    mediaType: "image/webp",
    extensions: ["webp"],
    isStart: startsWith("RIFF....WEBP"),
    readSize: readWebpHeader,
    decode: decodeWebp,
  },
  {
    name: "PNM",
    mediaType: "image/x-portable-anymap",
    extensions: ["ppm", "pgm", "pnm"],
    holds: "pictures",
    isStart: isPnm,
    readSize: readPnmHeader,
    decode: decodePnm,
    createEndFinder: createPnmEndFinder,
  },
  {
    name: "GIF",
    mediaType: "image/gif",
    extensions: ["gif"],
    holds: "video",
    isStart: startsWith("GIF8"),
    readSize: readGifSize,
    decode: decodeWithImagescript,
  },
];

/**
 * Detects a format.
 *
 * @param head The first bytes of a file: 10 or more, unless the file is shorter.
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
