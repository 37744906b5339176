/** What the header of a Netpbm picture says. */
export interface NetpbmHeader {
  readonly width: number;
  readonly height: number;
  /** Length of the picture, unless its samples are text. */
  readonly length: number | undefined;
}

const latin1 = new TextDecoder("latin1");
const maxHeaderBytes = 4096;
const plain = /^P([1-4])(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,9})\s/;
const arbitrary = /^P7\s*\n(?:[^\n]*\n)*?ENDHDR\n/;

/**
 * Detects what Netpbm writes besides the binary PGM and PPM: text (P1 to P3), PBM (P4) and PAM (P7).
 *
 * @param head The first bytes of a file.
 * @returns Whether it is one of them.
 */
export function isNetpbm(head: Uint8Array): boolean {
  return /^P([1-4]\s+[\d#]|7\s*\n[A-Z#])/.test(latin1.decode(head.subarray(0, 10)));
}

/**
 * Reads the header of such a picture.
 *
 * @param bytes Bytes from the start of the picture.
 * @returns The header, or undefined if it is cut short or damaged.
 *
 * ref: netpbm, pbm(5), pgm(5), ppm(5) and pam(5)
 */
export function readNetpbmHeader(bytes: Uint8Array): NetpbmHeader | undefined {
  const text = latin1.decode(bytes.subarray(0, maxHeaderBytes));
  const [header, kind, width, height] = plain.exec(text) ?? [];
  if (header !== undefined) {
    const size = { width: Number(width), height: Number(height) };
    const length = header.length + Math.ceil(size.width / 8) * size.height;
    return { ...size, length: kind === "4" ? length : undefined };
  }
  const [pam] = arbitrary.exec(text) ?? [];
  if (pam === undefined) return undefined;
  const field = (name: string) => Number(new RegExp(`^${name}\\s+(\\d+)`, "m").exec(pam)?.[1] ?? 0);
  const size = { width: field("WIDTH"), height: field("HEIGHT") };
  const sampleBytes = field("MAXVAL") > 255 ? 2 : 1;
  const length = pam.length + size.width * size.height * field("DEPTH") * sampleBytes;
  return { ...size, length };
}
