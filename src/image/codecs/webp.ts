import { exifOrientation } from "../exif_orientation.ts";
import type { AnimationFrame, Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { EmscriptenDecoder } from "./emscripten_decoder.ts";
import { rewriteWebp } from "./rewrite_webp.ts";
import { decodeWebpFrames } from "./webp_animation.ts";

/** What the header of a WebP says. */
export interface WebpHeader {
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** Length of the whole file. */
  readonly fileBytes: number;
}

/** libwebp, as jSquash calls it. */
interface Libwebp {
  decode(bytes: BufferSource): ImageData | null;
}

const libwebp = new EmscriptenDecoder<Libwebp>({
  packed: () => import("./webp.wasm"),
  script: () => import("npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.js"),
  decode: (module, bytes) => module.decode(bytes as BufferSource),
});

/**
 * Reads the size of a WebP.
 *
 * @param bytes The WebP from its first byte.
 * @returns The header, or undefined if it is cut short or damaged.
 *
 * ref: RFC 9649
 *
 * @example
 * ```ts
 * import { readWebpHeader } from "./webp.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(readWebpHeader(new TextEncoder().encode("RIFF")), undefined);
 * ```
 */
export function readWebpHeader(bytes: Uint8Array): WebpHeader | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 30);
  const fileBytes = view.getUint32(4, true) + 8;
  switch (String.fromCharCode(...bytes.subarray(12, 16))) {
    case "VP8 ": {
      if ((view.getUint32(22) & 0xffffff) !== 0x9d012a) return undefined;
      const width = view.getUint16(26, true) & 0x3fff, height = view.getUint16(28, true) & 0x3fff;
      return { width, height, animated: false, fileBytes };
    }
    case "VP8L": {
      if (bytes[20] !== 0x2f) return undefined;
      const bits = view.getUint32(21, true);
      const width = (bits & 0x3fff) + 1, height = (bits >>> 14 & 0x3fff) + 1;
      return { width, height, animated: false, fileBytes };
    }
    case "VP8X": {
      const width = (view.getUint32(24, true) & 0xffffff) + 1;
      const height = (view.getUint32(26, true) >>> 8) + 1;
      return { width, height, animated: (bytes[20]! & 2) !== 0, fileBytes };
    }
  }
  return undefined;
}

/**
 * Tells an animation from a picture.
 *
 * @param bytes The whole WebP.
 * @returns Whether it has more than one frame.
 */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  return chunksOf(bytes, "ANMF").length > 1;
}

/**
 * Decodes a WebP, lossy or lossless, with libwebp, upright by its EXIF orientation.
 *
 * @param bytes The whole WebP.
 * @returns The picture, or the first one of an animation, as RGBA.
 * @throws {Error} If the WebP is damaged or cut short.
 */
export async function decodeWebp(bytes: Uint8Array): Promise<Pixels> {
  const header = readWebpHeader(bytes)!;
  if (header.fileBytes > bytes.length) {
    throw new Error(`it ends after ${bytes.length} of ${header.fileBytes} bytes`);
  }
  const pixels = header.animated
    ? (await decodeAnimatedWebp(bytes).next()).value?.pixels
    : await decodeStill(bytes.subarray(0, header.fileBytes), header);
  if (pixels === undefined) throw new Error("it has no frame");
  return turnUpright(pixels, exifOrientation(exifOf(bytes)));
}

/**
 * Decodes an animated WebP.
 *
 * @param bytes The whole WebP.
 * @returns Its pictures, as RGBA.
 */
export function decodeAnimatedWebp(bytes: Uint8Array): AsyncGenerator<AnimationFrame, undefined> {
  return decodeWebpFrames(readWebpHeader(bytes)!, chunksOf(bytes, "ANMF"), decodeStill);
}

async function decodeStill(
  bytes: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Promise<Pixels> {
  return await libwebp.decode(rewriteWebp(bytes, size), size);
}

/**
 * Reads how a WebP is turned.
 *
 * @param bytes The whole WebP.
 * @returns Its EXIF orientation, 1 to 8.
 */
export function readWebpOrientation(bytes: Uint8Array): number {
  return exifOrientation(exifOf(bytes));
}

/** The EXIF chunk of a WebP, or nothing. */
function exifOf(bytes: Uint8Array): Uint8Array {
  return chunksOf(bytes, "EXIF")[0] ?? bytes.subarray(0, 0);
}

/** The chunks of a type. */
function chunksOf(bytes: Uint8Array, type: string): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (name === type) found.push(bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size + size % 2;
  }
  return found;
}
