import { crc32 } from "node:zlib";

/** Bytes before the first chunk. */
export const pngSignatureBytes = 8;

/** One chunk's place in a PNG. */
export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  /** Bytes of its data, which start 8 after the chunk. */
  readonly length: number;
}

/**
 * Reads the head of a chunk.
 *
 * @param bytes At least 8 bytes from `at` on.
 * @param at Where the chunk starts.
 * @returns The chunk; it takes `length + 12` bytes with head and checksum.
 */
export function readPngChunk(bytes: Uint8Array, at: number): PngChunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return {
    length: view.getUint32(0),
    type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)),
  };
}

/**
 * Reads the size of a PNG without decoding it.
 *
 * @param bytes A PNG from its first byte.
 * @returns The size, or undefined if the header is cut short or missing.
 */
export function readPngHeader(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 33 || readPngChunk(bytes, pngSignatureBytes).type !== "IHDR") return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + 16, 8);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}

/**
 * Looks for damage that a decoder would stumble over.
 *
 * @param bytes A PNG from its first byte.
 * @returns What is wrong, or undefined if all chunks to the end of the picture are whole.
 */
export function findPngDamage(bytes: Uint8Array): string | undefined {
  for (let at = pngSignatureBytes; at + 12 <= bytes.length;) {
    const { type, length } = readPngChunk(bytes, at);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== checksum(bytes, end - 4)) {
      return `its ${type} chunk at byte ${at} fails its checksum`;
    }
    if (type === "IEND") return undefined;
    at = end;
  }
  return `it ends after ${bytes.length} bytes, within the picture`;
}

function checksum(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}

/** Finds the end of a PNG. Called with more and more of the same picture, it goes on where it stopped. */
export class PngWalker {
  #at = pngSignatureBytes;

  /**
   * @param bytes The picture from its first byte, at least as much as the last time.
   * @returns The length of the picture, undefined while its end is not there yet.
   */
  findEnd(bytes: Uint8Array): number | undefined {
    while (this.#at + 12 <= bytes.length) {
      const { type, length } = readPngChunk(bytes, this.#at);
      this.#at += 12 + length;
      if (type === "IEND") return this.#at <= bytes.length ? this.#at : undefined;
    }
    return undefined;
  }
}
