import { EnvironmentError, InputError, messageOf, MienError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { decodeWithImagescript } from "./codecs/decode_with_imagescript.ts";
import { createFrame, type Frame, type FrameOptions } from "./frame.ts";
import { JpegDecoder } from "./codecs/jpeg_decoder.ts";
import { readJpegHeader } from "./codecs/jpeg_header.ts";
import { countJpegScans, mostJpegScans } from "./codecs/jpeg_scans.ts";
import { checkSize, defaultMaxPixels } from "./check_size.ts";
import { PngDecoder } from "./codecs/png_decoder.ts";
import { findPngDamage, readPngHeader } from "./codecs/png_walk.ts";
import { readPnmHeader, scalePnmSamples } from "./codecs/pnm.ts";
import { sniffFormat } from "./sniff_format.ts";
import { WebpDecoder } from "./codecs/webp_decoder.ts";
import { readWebpHeader } from "./codecs/webp_header.ts";

/** What {@linkcode decodeImage} is told beside the bytes. */
export interface DecodeImageOptions extends Omit<FrameOptions, "fullRange"> {
  /** Refuse pictures of more pixels. @default {64_000_000} */
  maxPixels?: number;
}

const jpegDecoder = new JpegDecoder();
const pngDecoder = new PngDecoder();
const webpDecoder = new WebpDecoder();

/**
 * Decodes a picture: JPEG (upright by its EXIF orientation), PNG, WebP, PPM, PGM, or the first
 * picture of a GIF. The format is told by the first bytes and the size is checked before decoding. CMYK JPEGs
 * and GIFs need `--allow-ffi --allow-env`, the others `--allow-read` for the decoder.
 *
 * @param bytes The whole file.
 * @param options Limits, and where the picture comes from.
 * @returns The picture as `rgba`, or as `gray` or `rgb24` for PGM and PPM.
 * @throws {InputError} If the format is unknown, the file damaged or the picture too large.
 * @throws {EnvironmentError} If a permission is missing.
 *
 * @example
 * ```ts
 * import { decodeImage } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * const bytes = await Deno.readFile("fixtures/grace_hopper.jpg");
 * const { width, height, format } = await decodeImage(bytes);
 * assert.deepEqual([width, height, format], [512, 600, "rgba"]);
 * ```
 */
export async function decodeImage(
  bytes: Uint8Array,
  options: DecodeImageOptions = {},
): Promise<Frame> {
  const { maxPixels = defaultMaxPixels, still = true } = options;
  const place = { ...options, still };
  const source = still
    ? options.source ?? "the picture"
    : `frame ${options.index} of ${options.source ?? "the stream"}`;
  const format = sniffFormat(bytes);
  try {
    switch (format) {
      case "jpeg":
        return await decodeJpeg(bytes, source, maxPixels, place);
      case "png":
        return await decodePng(bytes, source, maxPixels, place);
      case "webp":
        return await decodeWebp(bytes, source, maxPixels, place);
      case "pnm":
        return decodePnm(bytes, source, maxPixels, place);
      case "gif":
        return await decodeGif(bytes, source, maxPixels, place);
    }
  } catch (error) {
    if (error instanceof MienError) throw error;
    if (isNotCapable(error)) {
      throw new EnvironmentError(
        "permission-missing",
        `Cannot decode ${source}: loading the decoder needs the permission --allow-read`,
        { cause: error },
      );
    }
    throw invalid(source, messageOf(error), error);
  }
  const state = bytes.length === 0
    ? "it is empty"
    : format === "text"
    ? "it is text, not a picture"
    : format === "y4m"
    ? "it is a video stream, not a picture"
    : "it is none of JPEG, PNG, WebP, PPM, PGM and GIF";
  throw new InputError("format-unknown", `Cannot decode ${source}: ${state}`);
}

async function decodeJpeg(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
  options: FrameOptions,
): Promise<Frame> {
  const header = readJpegHeader(bytes);
  if (header === undefined) throw invalid(source, "the JPEG ends or breaks before its size");
  checkSize(source, header.width, header.height, maxPixels);
  const scans = countJpegScans(bytes);
  if (scans > mostJpegScans) {
    throw invalid(source, `it has ${scans} scans, more than the limit of ${mostJpegScans}`);
  }
  return header.components === 4
    ? fromRgba(await decodeWithImagescript(bytes, source), options)
    : fromRgba(await jpegDecoder.decode(bytes), options);
}

async function decodePng(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
  options: FrameOptions,
): Promise<Frame> {
  const header = readPngHeader(bytes);
  if (header === undefined) throw invalid(source, "the PNG ends or breaks before its size");
  checkSize(source, header.width, header.height, maxPixels);
  const damage = findPngDamage(bytes);
  if (damage !== undefined) throw invalid(source, damage);
  return fromRgba(await pngDecoder.decode(bytes), options);
}

async function decodeWebp(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
  options: FrameOptions,
): Promise<Frame> {
  const header = readWebpHeader(bytes);
  if (header === undefined) throw invalid(source, "the WebP ends or breaks before its size");
  checkSize(source, header.width, header.height, maxPixels);
  if (header.animated) throw invalid(source, "it is an animated WebP");
  if (header.fileBytes > bytes.length) {
    throw invalid(source, `it ends after ${bytes.length} of ${header.fileBytes} bytes`);
  }
  return fromRgba(await webpDecoder.decode(bytes), options);
}

function decodePnm(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
  options: FrameOptions,
): Frame {
  const header = readPnmHeader(bytes);
  if (header === undefined) throw invalid(source, "the header of the PPM or PGM is not sound");
  const { format, width, height, maxval, headerBytes, dataBytes } = header;
  checkSize(source, width, height, maxPixels);
  const data = bytes.slice(headerBytes, headerBytes + dataBytes);
  if (data.length < dataBytes) {
    throw invalid(source, `expected ${dataBytes} bytes of samples but there are ${data.length}`);
  }
  return createFrame(format, width, height, scalePnmSamples(data, maxval), options);
}

async function decodeGif(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
  options: FrameOptions,
): Promise<Frame> {
  if (bytes.length < 10) throw invalid(source, "the GIF ends before its size");
  checkSize(source, bytes[6]! | bytes[7]! << 8, bytes[8]! | bytes[9]! << 8, maxPixels);
  return fromRgba(await decodeWithImagescript(bytes, source), options);
}

function fromRgba(
  { width, height, data }: { width: number; height: number; data: ArrayBufferView },
  options: FrameOptions,
): Frame {
  const samples = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return createFrame("rgba", width, height, samples, options);
}

function invalid(source: string, state: string, cause?: unknown): InputError {
  return new InputError("picture-invalid", `Cannot decode ${source}: ${state}`, { cause });
}
