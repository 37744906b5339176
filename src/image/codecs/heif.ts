/** The brands of files with one picture, and of those with a sequence, by how they are coded. */
const brands = {
  HEIC: /^(hei[cxms]|mif1|mif2|miaf)$/,
  AVIF: /^avif$/,
  sequence: /^(hev[cxms]|msf1|avis)$/,
};

/**
 * Makes what detects HEIC or AVIF.
 *
 * @param kind Which of them. Sequences are neither, but videos.
 * @returns The detection, which takes the first 12 bytes of a file.
 */
export function isHeif(kind: "HEIC" | "AVIF"): (head: Uint8Array) => boolean {
  return (head) => nameAt(head, 4) === "ftyp" && brands[kind].test(nameAt(head, 8));
}

/**
 * Reads the size of a HEIC or AVIF: that of the largest picture in it, which may be made of tiles.
 *
 * @param bytes The file from its first byte.
 * @returns The size, or undefined if the boxes up to the sizes are cut short or damaged.
 *
 * ref: ISO/IEC 23008-12, sections 6.5.3 and 9.3; ISO/IEC 14496-12, section 8.11.1
 */
export function readHeifSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  let largest: { width: number; height: number } | undefined;
  for (const meta of boxes(bytes, "meta")) {
    for (const properties of boxes(meta.subarray(4), "iprp")) {
      for (const container of boxes(properties, "ipco")) {
        for (const { buffer, byteOffset, byteLength } of boxes(container, "ispe")) {
          if (byteLength < 12) return undefined;
          const view = new DataView(buffer, byteOffset, byteLength);
          const width = view.getUint32(4), height = view.getUint32(8);
          if (largest === undefined || width * height > largest.width * largest.height) {
            largest = { width, height };
          }
        }
      }
    }
  }
  return largest;
}

/** What is in the boxes of a name. */
function* boxes(bytes: Uint8Array, name: string): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = view.getUint32(at);
    const isLong = size === 1 && at + 16 <= bytes.length;
    const start = at + (isLong ? 16 : 8);
    const end = isLong ? at + Number(view.getBigUint64(at + 8)) : size === 0 ? Infinity : at + size;
    if (end < start) return;
    if (nameAt(bytes, at + 4) === name) yield bytes.subarray(start, end);
    at = end;
  }
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
