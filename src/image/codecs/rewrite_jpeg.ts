import { usualHuffmanTables } from "./huffman_tables.ts";
import { isProgressive, type JpegSegment, type JpegWalker, startOfScan } from "./jpeg_walker.ts";

const huffmanTables = 0xc4;

/** Tables, frame headers, restart interval: what changes how samples are decoded. */
const kept = [0xc0, 0xc1, 0xc2, 0xc4, 0xc9, 0xca, 0xcc, 0xdb, 0xdd];

/**
 * Writes a JPEG anew from what was understood of it, so that no decoder can find in it what the walker
 * has not: another size, further scans. Padding and metadata are left out, and what decoders warn of though
 * it costs no pixels is set right.
 *
 * @param bytes The JPEG.
 * @param walker What has walked it to its end.
 * @returns A JPEG of the same samples.
 * @throws {Error} If it has a segment of a kind that decoders do not know.
 *
 * ref: ITU-T T.81, annex B; T.871, section 10.1 (JFIF); T.872, section 6.5.3 (Adobe)
 */
export function rewriteJpeg(bytes: Uint8Array, walker: JpegWalker): Uint8Array {
  const { segments, frame, end } = walker;
  const pieces: Uint8Array[] = [Uint8Array.of(0xff, 0xd8)];
  const inSequence = !isProgressive(walker);
  if (inSequence && !segments.some(({ marker }) => marker === huffmanTables)) {
    pieces.push(segmentOf(huffmanTables, usualHuffmanTables()));
  }
  for (const at of segments) {
    const content = contentOf(bytes, at, frame?.components === 4);
    if (content === undefined) continue;
    const isScan = at.marker === startOfScan;
    if (isScan && inSequence) content.set([0, 63, 0], content.length - 3); // All coefficients.
    pieces.push(segmentOf(at.marker, content));
    if (isScan) pieces.push(bytes.subarray(at.end, at.dataEnd ?? end));
  }
  pieces.push(Uint8Array.of(0xff, 0xd9));
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all;
}

function segmentOf(marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...content]);
}

function contentOf(
  bytes: Uint8Array,
  { marker, start, end }: JpegSegment,
  isCmyk: boolean,
): Uint8Array | undefined {
  const content = bytes.slice(start, end);
  const isOf = (name: string) => ascii(name).every((code, i) => content[i] === code);
  if (marker === startOfScan || kept.includes(marker)) return content;
  if (marker === 0xe0) {
    return isOf("JFIF\0")
      ? Uint8Array.from([...ascii("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0])
      : undefined;
  }
  if (marker === 0xee) {
    if (!isOf("Adobe") || content.length < 12) return undefined;
    const transform = content[11] === 0 ? 0 : isCmyk ? 2 : 1;
    return Uint8Array.from([...ascii("Adobe"), 0, 100, 0, 0, 0, 0, transform]);
  }
  const kind = `0x${marker.toString(16).padStart(2, "0")}`;
  throw new Error(`it has a segment of unknown kind ${kind} at byte ${start - 4}`);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
