/**
 * Reads the size of a GIF.
 *
 * @param bytes The GIF from its first byte.
 * @returns The size, or undefined if the header is cut short.
 */
export function readGifSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 10) return undefined;
  return { width: bytes[6]! | bytes[7]! << 8, height: bytes[8]! | bytes[9]! << 8 };
}

/**
 * Tells an animation from a picture.
 *
 * @param bytes The whole GIF.
 * @returns Whether it has more than one picture.
 *
 * ref: GIF89a, sections 18 to 26
 */
export function isAnimatedGif(bytes: Uint8Array): boolean {
  let pictures = 0;
  for (let at = 13 + colorTableBytes(bytes[10]); at < bytes.length;) {
    const block = bytes[at];
    if (block === 0x2c) {
      if (++pictures === 2) return true;
      at += 11 + colorTableBytes(bytes[at + 9]);
    } else if (block === 0x21) {
      at += 2;
    } else return false;
    while (bytes[at]) at += 1 + bytes[at]!;
    at++;
  }
  return false;
}

function colorTableBytes(flags = 0): number {
  return flags & 0x80 ? 3 << (flags & 7) + 1 : 0;
}
