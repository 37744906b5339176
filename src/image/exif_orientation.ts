import { readTiffTag } from "./tiff_tag.ts";

/**
 * Reads how a picture is turned from its EXIF data.
 *
 * @param exif The data, with or without `Exif\0\0` before it, or a whole TIFF.
 * @returns The orientation, 1 to 8: how {@linkcode turnUpright} makes the picture upright. 1, upright, if the
 * data do not say it or are damaged.
 *
 * ref: EXIF 2.32, section 4.6.4
 *
 * @example
 * ```ts
 * import { exifOrientation } from "./exif_orientation.ts";
 * import assert from "node:assert/strict";
 *
 * const exif = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
 * assert.equal(exifOrientation(Uint8Array.from(exif, (c) => c.charCodeAt(0))), 6);
 * ```
 */
export function exifOrientation(exif: Uint8Array): number {
  const value = readTiffTag(hasPrefix(exif) ? exif.subarray(6) : exif, 0x0112) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/** True of EXIF data as JPEGs, and some WebPs, hold them. */
export function hasPrefix(exif: Uint8Array): boolean {
  return [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, i) => exif[i] === byte);
}
