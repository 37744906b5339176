const orientationTag = 0x0112;
const short = 3, long = 4;

/**
 * Reads how a picture is turned from its EXIF data.
 *
 * @param exif The data, with or without `Exif\0\0` before it.
 * @returns The orientation, 1 to 8: how {@linkcode turnUpright} makes the picture upright. 1, upright, if the
 * data do not say it or are damaged.
 *
 * ref: EXIF 2.32, section 4.6.4; TIFF 6.0, section 2
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
  const tiff = hasPrefix(exif) ? exif.subarray(6) : exif;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return 1;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return 1;
  const isLittle = mark === 0x4949;
  const at = view.getUint32(4, isLittle);
  if (at + 2 > view.byteLength) return 1;
  const entries = view.getUint16(at, isLittle);
  for (let i = 0, entry = at + 2; i < entries && entry + 12 <= view.byteLength; i++, entry += 12) {
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    const type = view.getUint16(entry + 2, isLittle);
    const value = type === short
      ? view.getUint16(entry + 8, isLittle)
      : type === long
      ? view.getUint32(entry + 8, isLittle)
      : 1;
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** True of EXIF data as JPEGs, and some WebPs, hold them. */
export function hasPrefix(exif: Uint8Array): boolean {
  return [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, i) => exif[i] === byte);
}
