import { isStandalone } from "./jpeg_header.ts";

/** More scans than any encoder writes, and few enough to decode. */
export const mostJpegScans = 100;

/**
 * Counts the scans of a JPEG. Each goes over the whole picture however few bytes it takes, so a file
 * of many is a trap: at 25 megapixels 10 MB hold hours of work.
 *
 * @param bytes A JPEG from its first byte.
 * @returns How many scans begin before the picture ends or breaks.
 *
 * ref: ITU-T T.81, annex B
 */
export function countJpegScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = 2; (at = bytes.indexOf(0xff, at)) >= 0 && at + 3 < bytes.length;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) break;
    if (marker === 0xff) {
      at++;
    } else if (marker === 0 || isStandalone(marker)) {
      at += 2;
    } else {
      if (marker === 0xda) scans++;
      at += 2 + (bytes[at + 2]! << 8 | bytes[at + 3]!);
    }
  }
  return scans;
}
