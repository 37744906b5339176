const short = 3, long = 4;

/**
 * Reads a number from the first directory of a TIFF, or of EXIF data, which are a TIFF without a picture.
 *
 * @param tiff The TIFF from its first byte.
 * @param tag Which number.
 * @returns The number, or undefined if it is not there or the data are damaged.
 *
 * ref: TIFF 6.0, section 2
 *
 * @example
 * ```ts
 * import { readTiffTag } from "./tiff_tag.ts";
 * import assert from "node:assert/strict";
 *
 * const tiff = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
 * assert.equal(readTiffTag(Uint8Array.from(tiff, (c) => c.charCodeAt(0)), 0x0112), 6);
 * ```
 */
export function readTiffTag(tiff: Uint8Array, tag: number): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return undefined;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return undefined;
  const isLittle = mark === 0x4949;
  const at = view.getUint32(4, isLittle);
  if (at + 2 > view.byteLength) return undefined;
  const entries = view.getUint16(at, isLittle);
  for (let i = 0, entry = at + 2; i < entries && entry + 12 <= view.byteLength; i++, entry += 12) {
    if (view.getUint16(entry, isLittle) !== tag) continue;
    const type = view.getUint16(entry + 2, isLittle);
    if (type === short) return view.getUint16(entry + 8, isLittle);
    return type === long ? view.getUint32(entry + 8, isLittle) : undefined;
  }
  return undefined;
}
