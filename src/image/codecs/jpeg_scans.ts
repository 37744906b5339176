import { isProgressive, JpegWalker, startOfScan } from "./jpeg_walker.ts";

/**
 * Tells whether a JPEG has a scan for each component. A progressive one, whose scans refine each other,
 * has them all if its end marker is there.
 *
 * @param bytes The JPEG.
 * @param walker What has walked it to its end.
 * @returns Whether no scan is missing as a whole. The last one may be cut.
 */
export function hasAllScans(bytes: Uint8Array, walker: JpegWalker): boolean {
  const { segments, frame, hasEndMarker } = walker;
  if (isProgressive(walker)) return hasEndMarker;
  const seen = new Set<number>();
  for (const { marker, start } of segments) {
    if (marker !== startOfScan) continue;
    const count = bytes[start] ?? 0;
    for (let i = 0; i < count; i++) seen.add(bytes[start + 1 + 2 * i] ?? -1);
  }
  return frame === undefined || seen.size >= frame.components;
}

/**
 * Tells whether what a decoder found after a scan is padding. Damage to a scan leaves bytes of it over.
 *
 * @param warning What the decoder said.
 * @param jpeg What it decoded, with nothing between segments but scans.
 * @returns Whether it warns of bytes that are all alike.
 */
export function isPadding(warning: string, jpeg: Uint8Array): boolean {
  const said = /(\d+) extraneous bytes before marker 0x(\w+)/.exec(warning);
  if (said === null) return false;
  const length = Number(said[1]), before = parseInt(said[2]!, 16);
  return new JpegWalker().walk(jpeg).segments.some(({ marker, dataEnd = 0 }) => {
    const rest = jpeg.subarray(dataEnd - length, dataEnd);
    return marker === startOfScan && jpeg[dataEnd + 1] === before &&
      rest.every((byte) => byte === rest[0]);
  });
}
