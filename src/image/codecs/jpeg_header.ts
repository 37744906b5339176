/** What the frame header of a JPEG says. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 colour, 4 CMYK. */
  readonly components: number;
}

/**
 * Reads the size of a JPEG without decoding it.
 *
 * @param bytes A JPEG from its first byte.
 * @returns The header, or undefined if the markers end or break before it.
 *
 * ref: ITU-T T.81, annex B
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
    } else if (isStandalone(marker)) {
      at += 2;
    } else if (isStartOfFrame(marker)) {
      return {
        height: bytes[at + 5]! << 8 | bytes[at + 6]!,
        width: bytes[at + 7]! << 8 | bytes[at + 8]!,
        components: bytes[at + 9]!,
      };
    } else {
      at += 2 + (bytes[at + 2]! << 8 | bytes[at + 3]!);
    }
  }
  return undefined;
}

/** True of the markers that carry no length: TEM, RST0 to RST7, SOI, EOI. */
export function isStandalone(marker: number): boolean {
  return marker === 0x01 || marker >= 0xd0 && marker <= 0xd9;
}

function isStartOfFrame(marker: number): boolean {
  const others = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
  return marker >= 0xc0 && marker <= 0xcf && !others;
}
