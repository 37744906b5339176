/**
 * Writes a WebP anew with nothing but its picture and that picture's opacity, so that no decoder finds
 * anything else in it.
 *
 * @param bytes The WebP.
 * @param size Its size, according to its header.
 * @returns A WebP of the same samples.
 * @throws {Error} If it has no picture, or ends within it.
 *
 * ref: RFC 9649, section 2
 */
export function rewriteWebp(
  bytes: Uint8Array,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let alpha: Uint8Array | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) break;
    const data = bytes.subarray(at + 8, end);
    if (type === "ALPH") alpha ??= data;
    if (type === "VP8 " && alpha !== undefined) {
      const extended = [0x10, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)];
      return riff([["VP8X", extended], ["ALPH", alpha], [type, data]]);
    }
    if (type === "VP8 " || type === "VP8L") return riff([[type, data]]);
    at = end + (end - at) % 2;
  }
  throw new Error("it has no whole picture");
}

function riff(chunks: readonly [type: string, data: ArrayLike<number>][]): Uint8Array {
  const length = chunks.reduce((sum, [, data]) => sum + 8 + data.length + data.length % 2, 12);
  const written = new Uint8Array(length), view = new DataView(written.buffer);
  const write = (at: number, text: string) => {
    for (let i = 0; i < 4; i++) written[at + i] = text.charCodeAt(i);
  };
  write(0, "RIFF");
  view.setUint32(4, length - 8, true);
  write(8, "WEBP");
  let at = 12;
  for (const [type, data] of chunks) {
    write(at, type);
    view.setUint32(at + 4, data.length, true);
    written.set(data, at + 8);
    at += 8 + data.length + data.length % 2;
  }
  return written;
}

function uint24(value: number): number[] {
  return [value & 255, value >> 8 & 255, value >> 16];
}
