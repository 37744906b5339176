import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { EmscriptenDecoder } from "./emscripten_decoder.ts";
import { type JpegFrame, JpegWalker, mostSegments } from "./jpeg_walker.ts";
import { magickDecoder } from "./magick.ts";
import { rewriteJpeg } from "./rewrite_jpeg.ts";

/**
 * More than any encoder writes. A decoder goes over the whole picture for each scan, however few
 * bytes it has.
 */
const maxScans = 100;

/** The most pixels in all scans together: 25 scans of a picture of 64 megapixels. A second's work, or so. */
const maxScannedPixels = 1_600_000_000;

/** mozjpeg, as jSquash calls it. */
interface Mozjpeg {
  decode(bytes: BufferSource, preserveOrientation: boolean): ImageData | null;
}

const mozjpeg = new EmscriptenDecoder<Mozjpeg>({
  packed: () => import("./jpeg.wasm"),
  script: () => import("npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.js"),
  decode: (module, bytes) => module.decode(bytes as BufferSource, false),
});

/**
 * Reads the size of a JPEG.
 *
 * @param bytes The JPEG from its first byte.
 * @returns The frame header, or undefined if the markers end or are damaged before it.
 */
export function readJpegFrame(bytes: Uint8Array): JpegFrame | undefined {
  const walker = new JpegWalker();
  while (walker.frame === undefined && walker.step(bytes));
  return walker.frame;
}

const decodeCmyk = magickDecoder("Jpeg", readJpegFrame);

/**
 * Finds the end of a JPEG as more and more of its bytes arrive.
 *
 * @returns A function that takes them from the first byte on, and returns the length of the picture
 * once it is known. It throws a `RangeError` if a marker is missing.
 */
export function createJpegEndFinder(): (bytes: Uint8Array) => number | undefined {
  const walker = new JpegWalker();
  return (bytes) => {
    const { end, brokenAt } = walker.walk(bytes);
    if (brokenAt !== undefined) throw new RangeError(`no JPEG marker at byte ${brokenAt}`);
    return end;
  };
}

/**
 * Tells a JPEG with previews or other views behind it, as phones make them, from the first of a stream.
 *
 * @param first The first JPEG.
 * @param rest The next one, as far as it is there.
 * @returns Whether the first has an index of them, or the next has another size.
 */
export function hasPreviews(first: Uint8Array, rest: Uint8Array): boolean {
  const { isMultiPicture, frame } = new JpegWalker().walk(first);
  const next = readJpegFrame(rest);
  return isMultiPicture ||
    next !== undefined && (next.width !== frame?.width || next.height !== frame.height);
}

/**
 * Decodes a JPEG, upright by its EXIF orientation: CMYK with ImageMagick, others with mozjpeg.
 *
 * @param bytes The whole JPEG.
 * @returns The picture as RGBA.
 * @throws {Error} If the JPEG is damaged, cut short, or has too many scans.
 * @throws {EnvironmentError} If CMYK is to be decoded and the decoder may not be read.
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Pixels> {
  const walker = new JpegWalker().walk(bytes);
  const { frame, segments, exif, end } = walker;
  if (segments.length === mostSegments) throw new Error(`it has ${mostSegments} segments or more`);
  if (end === undefined) throw new Error(`it ends after ${bytes.length} bytes, within the picture`);
  checkScans(walker.scans, frame!);
  const written = rewriteJpeg(bytes, walker);
  const pixels = frame!.components === 4
    ? await decodeCmyk(written)
    : await mozjpeg.decode(written, frame!);
  return exif === undefined ? pixels : turnUpright(pixels, exifOrientation(exif));
}

function checkScans(scans: number, { width, height }: JpegFrame): void {
  const most = Math.min(maxScans, Math.floor(maxScannedPixels / (width * height)));
  if (scans > most) throw new Error(`it has ${scans} scans, more than the limit of ${most}`);
}
