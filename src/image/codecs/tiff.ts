import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { readTiffTag } from "../tiff_tag.ts";
import { turnUpright } from "../turn_upright.ts";
import { magickDecoder } from "./magick.ts";

/**
 * Reads the size of the first picture in a TIFF.
 *
 * @param bytes The TIFF from its first byte.
 * @returns The size, or undefined if its first directory is cut short or damaged.
 */
export function readTiffSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const width = readTiffTag(bytes, 256), height = readTiffTag(bytes, 257);
  return width !== undefined && height !== undefined ? { width, height } : undefined;
}

const decode = magickDecoder("Tiff", readTiffSize);

/** Whether ImageMagick takes white for black: where 0 is white and a sample has 2 or 4 bits. */
function isInverted(bytes: Uint8Array): boolean {
  return readTiffTag(bytes, 262) === 0 && [2, 4].includes(readTiffTag(bytes, 258) ?? 1);
}

/**
 * Decodes the first picture of a TIFF, upright by its orientation.
 *
 * @param bytes The whole TIFF.
 * @returns The picture as RGBA.
 * @throws {EnvironmentError} If the decoder may not be read.
 * @throws {Error} If the TIFF is damaged.
 */
export async function decodeTiff(bytes: Uint8Array): Promise<Pixels> {
  const pixels = await decode(bytes);
  if (isInverted(bytes)) {
    pixels.data.forEach((value, i) => pixels.data[i] = i % 4 < 3 ? 255 - value : value);
  }
  return turnUpright(pixels, exifOrientation(bytes));
}
