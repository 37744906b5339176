import { crc32 } from "./crc32.ts";

/** Bytes before the first chunk. */
const signatureBytes = 8;

/** One chunk of a PNG. */
interface PngChunk {
  /** Four letters. */
  readonly type: string;
  /** Where it starts. */
  readonly at: number;
  /** Where the next chunk starts, maybe past the bytes that are there. */
  readonly end: number;
}

/** Walks the chunks that have started. */
function* pngChunks(bytes: Uint8Array, from = signatureBytes): Generator<PngChunk> {
  for (let at = from; at + 12 <= bytes.length;) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + uint32(bytes, at);
    yield { type, at, end };
    at = end;
  }
}

/**
 * Reads the size of a PNG.
 *
 * @param bytes The PNG from its first byte.
 * @returns The size, or undefined if the header is cut short or missing.
 */
export function readPngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const { value: first } = pngChunks(bytes).next();
  if (first?.type !== "IHDR" || bytes.length < 33) return undefined;
  return { width: uint32(bytes, 16), height: uint32(bytes, 20) };
}

/**
 * Finds the end of a PNG as more and more of its bytes arrive.
 *
 * @returns A function that takes them from the first byte on, and returns the length of the picture
 * once it is known.
 */
export function createPngEndFinder(): (bytes: Uint8Array) => number | undefined {
  let at = signatureBytes;
  return (bytes) => {
    for (const { type, end } of pngChunks(bytes, at)) {
      if (type === "IEND") return end;
      at = end;
    }
    return undefined;
  };
}

/**
 * Looks for damage to the chunks.
 *
 * @param bytes The PNG from its first byte.
 * @returns What is wrong, or undefined if all chunks up to the end of the picture are whole.
 */
export function findPngDamage(bytes: Uint8Array): string | undefined {
  for (const { type, at, end } of pngChunks(bytes)) {
    if (end > bytes.length) break;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== uint32(bytes, end - 4)) {
      return `its ${type} chunk at byte ${at} fails its checksum`;
    }
    if (type === "IEND") return undefined;
  }
  return `it ends after ${bytes.length} bytes, within the picture`;
}

/**
 * Finds chunks.
 *
 * @param bytes A whole PNG.
 * @param type The chunks' four letters.
 * @returns The data of each of them.
 */
export function* pngChunksOf(bytes: Uint8Array, type: string): Generator<Uint8Array> {
  for (const chunk of pngChunks(bytes)) {
    if (chunk.type === type) yield bytes.subarray(chunk.at + 8, chunk.end - 4);
    if (chunk.type === "IEND") return;
  }
}

/**
 * Finds a chunk.
 *
 * @param bytes A whole PNG.
 * @param type The chunk's four letters.
 * @returns The data of the first such chunk, empty if there is none.
 */
export function pngChunkData(bytes: Uint8Array, type: string): Uint8Array {
  const [data = bytes.subarray(0, 0)] = pngChunksOf(bytes, type);
  return data;
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}
