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
