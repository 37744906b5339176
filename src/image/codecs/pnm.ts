import type { PixelFormat } from "../frame.ts";

/** What stands before the samples of a PGM (P5) or PPM (P6) picture. */
export interface PnmHeader {
  readonly format: Extract<PixelFormat, "gray" | "rgb24">;
  readonly width: number;
  readonly height: number;
  /** The value of white, 1 to 65535. Above 255 a sample takes two bytes. */
  readonly maxval: number;
  /** Bytes of the header. */
  readonly headerBytes: number;
  /** Bytes of the samples. */
  readonly dataBytes: number;
}

/** Bytes within which a header has to end, comments and all. */
export const maxPnmHeaderBytes = 4096;

const header =
  /^P([56])(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,9})(?:\s|#[^\n]*\n)+(\d{1,5})\s/;

/**
 * Reads the header of a binary PGM or PPM, comments included.
 *
 * @param head Bytes from the start of the picture.
 * @returns The header, or undefined if there is no whole and sound one.
 *
 * ref: netpbm, ppm(5) and pgm(5)
 */
export function readPnmHeader(head: Uint8Array): PnmHeader | undefined {
  const match = header.exec(String.fromCharCode(...head.subarray(0, maxPnmHeaderBytes)));
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
 * Brings samples to 8 bits.
 *
 * @param data Samples as they stand in the file; kept where they need no change.
 * @param maxval The value of white.
 * @returns Samples from 0 to 255.
 */
export function scalePnmSamples(
  data: Uint8Array<ArrayBuffer>,
  maxval: number,
): Uint8Array<ArrayBuffer> {
  if (maxval === 255) return data;
  const wide = maxval > 255;
  const samples = new Uint8Array(wide ? data.length / 2 : data.length);
  for (let i = 0; i < samples.length; i++) {
    const value = wide ? data[2 * i]! << 8 | data[2 * i + 1]! : data[i]!;
    samples[i] = Math.min(Math.round(value * 255 / maxval), 255);
  }
  return samples;
}
