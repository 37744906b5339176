import type { PixelFormat, Pixels } from "../frame.ts";

/** The header of a PGM (P5) or PPM (P6) picture. */
export interface PnmHeader {
  readonly format: Extract<PixelFormat, "gray" | "rgb24">;
  readonly width: number;
  readonly height: number;
  /** The value of white, 1 to 65535. Above 255 a sample takes two bytes. */
  readonly maxval: number;
  /** Length of the header. */
  readonly headerBytes: number;
  /** Length of the samples. */
  readonly dataBytes: number;
}

/** A longer header is refused. */
const maxHeaderBytes = 4096;

const latin1 = new TextDecoder("latin1");

const header =
  /^P([56])(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,5})\s/;

/**
 * Detects a binary PGM or PPM.
 *
 * @param bytes The first bytes of a file.
 * @returns Whether it is one.
 */
export function isPnm(bytes: Uint8Array): boolean {
  return /^P[56][\s#]/.test(latin1.decode(bytes.subarray(0, 3)));
}

/**
 * Reads the header of a binary PGM or PPM, comments included.
 *
 * @param head Bytes from the start of the picture.
 * @returns The header, or undefined if it is cut short or damaged.
 *
 * ref: netpbm, ppm(5) and pgm(5)
 */
export function readPnmHeader(head: Uint8Array): PnmHeader | undefined {
  const match = header.exec(latin1.decode(head.subarray(0, maxHeaderBytes)));
  if (match === null) return undefined;
  const [width, height, maxval] = match.slice(2).map(Number) as [number, number, number];
  if (maxval < 1 || maxval > 65535) return undefined;
  const samples = width * height * (match[1] === "5" ? 1 : 3);
  return {
    format: match[1] === "5" ? "gray" : "rgb24",
    width,
    height,
    maxval,
    headerBytes: match[0].length,
    dataBytes: samples * (maxval > 255 ? 2 : 1),
  };
}

/**
 * Finds the end of a PGM or PPM as more and more of its bytes arrive.
 *
 * @returns A function that takes them from the first byte on, and returns the length of the picture
 * once the header is there. It throws a `RangeError` if the header does not end.
 */
export function createPnmEndFinder(): (bytes: Uint8Array) => number | undefined {
  return (bytes) => {
    const header = readPnmHeader(bytes);
    if (header !== undefined) return header.headerBytes + header.dataBytes;
    if (bytes.length < maxHeaderBytes) return undefined;
    throw new RangeError(`no valid PPM or PGM header within ${maxHeaderBytes} bytes`);
  };
}

/**
 * Decodes a binary PGM or PPM.
 *
 * @param bytes The picture.
 * @returns Its samples at 8 bits, in the memory of the file if they need no change.
 * @throws {Error} If the picture is cut short.
 */
export function decodePnm(bytes: Uint8Array): Pixels {
  const { format, width, height, maxval, headerBytes, dataBytes } = readPnmHeader(bytes)!;
  const data = bytes.subarray(headerBytes, headerBytes + dataBytes);
  if (data.length < dataBytes) {
    throw new Error(`expected ${dataBytes} bytes of samples but there are ${data.length}`);
  }
  return { format, width, height, data: scalePnmSamples(data, maxval) };
}

/**
 * Scales samples to 8 bits.
 *
 * @param data Samples as they are in the file; returned if they need no change.
 * @param maxval The value of white.
 * @returns Samples from 0 to 255.
 */
export function scalePnmSamples(
  data: Uint8Array,
  maxval: number,
): Uint8Array {
  if (maxval === 255) return data;
  const wide = maxval > 255;
  const samples = new Uint8Array(wide ? data.length / 2 : data.length);
  for (let i = 0; i < samples.length; i++) {
    const value = wide ? data[2 * i]! << 8 | data[2 * i + 1]! : data[i]!;
    samples[i] = Math.min(Math.round(value * 255 / maxval), 255);
  }
  return samples;
}
