import type { Pixels } from "../frame.ts";
import { magickDecoder } from "./magick.ts";

/**
 * Detects a BMP. Text may start with the same two letters, but not with the zeros that follow.
 *
 * @param head The first bytes of a file.
 * @returns Whether it is one.
 */
export function isBmp(head: Uint8Array): boolean {
  return head[0] === 0x42 && head[1] === 0x4d && [6, 7, 8, 9].every((at) => head[at] === 0);
}

/**
 * Reads the size of a BMP.
 *
 * @param bytes The BMP from its first byte.
 * @returns The size, or undefined if the header is cut short or of no known version.
 */
export function readBmpSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 26) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 26);
  const headerBytes = view.getUint32(14, true);
  if (headerBytes === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  // A negative height means that the rows start at the top.
  return headerBytes < 16 || headerBytes > 124
    ? undefined
    : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

/** More than headers and palette take. */
const mostHeaderBytes = 4096;

/**
 * Reads the length of a BMP.
 *
 * @param bytes The BMP from its first byte.
 * @returns The length, or undefined if the header is cut short or does not say it: some programs write 0
 * or a wrong number.
 */
export function bmpLength(bytes: Uint8Array): number | undefined {
  const size = readBmpSize(bytes);
  if (size === undefined) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset, 6).getUint32(2, true);
  const most = mostHeaderBytes + 4 * size.width * size.height;
  return length > 26 && length <= most ? length : undefined;
}

const decode = magickDecoder("Bmp", readBmpSize);

/**
 * Decodes a BMP.
 *
 * @param bytes The whole BMP.
 * @returns The picture as RGBA.
 * @throws {EnvironmentError} If the decoder may not be read.
 * @throws {Error} If the BMP is damaged.
 */
export async function decodeBmp(bytes: Uint8Array): Promise<Pixels> {
  const copy = bytes.slice(); // ImageMagick refuses files that misstate their length.
  new DataView(copy.buffer).setUint32(2, copy.length, true);
  return await decode(copy);
}
