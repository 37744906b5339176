import { EnvironmentError, InputError, messageOf } from "../errors.ts";
import { checkSize } from "./check_size.ts";
import { isText, isY4m } from "./detect_other.ts";
import { detectFormat, formats } from "./formats.ts";
import { createFrame, type Frame, type FrameOptions, type Pixels } from "./frame.ts";

/** Options of {@linkcode decodeImage}. All fields may be left out. */
export interface DecodeImageOptions extends Omit<FrameOptions, "fullRange"> {
  /** Refuse pictures with more pixels. @default {64_000_000} */
  maxPixels?: number | undefined;
}

/**
 * Decodes a picture, upright by its orientation: JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP, GIF, PPM, PGM,
 * PBM, PAM, or any other of {@linkcode formats}; of an animation the first picture. The format is
 * detected from the first bytes and the size is checked before decoding. JPEG, PNG, WebP, and binary
 * PPM and PGM need no permission; the others and CMYK JPEGs are decoded by an npm package, which needs
 * the permission to read.
 *
 * @param bytes The whole file.
 * @param options Limits, and where the picture comes from.
 * @returns The picture as `rgba`, or for PGM and PPM as `gray` or `rgb24`, where the samples may
 * share the memory of `bytes`.
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
  const { maxPixels, still = true } = options;
  const source = still
    ? options.source ?? "the picture"
    : `frame ${options.index ?? 0} of ${options.source ?? "the stream"}`;
  const format = detectFormat(bytes);
  if (format === undefined) {
    throw new InputError("format-unknown", `Cannot decode ${source}: ${unknownFormat(bytes)}`);
  }
  const size = format.readSize(bytes);
  if (size === undefined) {
    throw new InputError(
      "picture-invalid",
      `Cannot decode ${source}: its ${format.name} header is cut short or damaged`,
    );
  }
  checkSize(source, size.width, size.height, maxPixels);
  let pixels: Pixels;
  try {
    pixels = await format.decode(bytes);
  } catch (cause) {
    const message = `Cannot decode ${source}: ${messageOf(cause)}`;
    if (!(cause instanceof EnvironmentError)) {
      throw new InputError("picture-invalid", message, { cause });
    }
    const { code, permission } = cause;
    throw new EnvironmentError(code, message, { cause, ...(permission && { permission }) });
  }
  const { width, height, data } = pixels;
  return createFrame(pixels.format, width, height, data, { ...options, still });
}

function unknownFormat(bytes: Uint8Array): string {
  if (bytes.length === 0) return "it is empty";
  if (isY4m(bytes)) return "it is a video stream, not a picture";
  if (isText(bytes)) return "it is text, not a picture";
  return `it is none of ${formats.map(({ name }) => name).join(", ")}`;
}
