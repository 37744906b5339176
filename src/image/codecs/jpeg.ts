import { EnvironmentError } from "../../errors.ts";
import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { EmscriptenDecoder } from "./emscripten_decoder.ts";
import { type JpegFrame, JpegWalker, mostSegments } from "./jpeg_walker.ts";
import { magickDecoder } from "./magick.ts";
import { hasAllScans, isPadding } from "./jpeg_scans.ts";
import { rewriteJpeg } from "./rewrite_jpeg.ts";

/**
 * More than any encoder writes. A decoder goes over the whole picture for each scan, however few
 * bytes it has.
 */
const maxScans = 100;

/** The most pixels in all scans together: 25 scans of a picture of 64 megapixels. A second's work, or so. */
const maxScannedPixels = 1_600_000_000;

const tooManySegments = `it has ${mostSegments} segments or more`;

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

/**
 * Reads how a JPEG is turned.
 *
 * @param bytes The JPEG from its first byte.
 * @returns Its EXIF orientation, 1 to 8.
 */
export function readJpegOrientation(bytes: Uint8Array): number {
  const walker = new JpegWalker();
  while (walker.frame === undefined && walker.step(bytes));
  return walker.exif === undefined ? 1 : exifOrientation(walker.exif);
}

const decodeCmyk = magickDecoder("Jpeg", readJpegFrame);

/**
 * Finds the end of a JPEG as more and more of its bytes arrive: its end marker, or the start of the next
 * picture.
 *
 * @returns A function that takes them from the first byte on, and returns the length of the picture
 * once it is known. It throws a `RangeError` if there are too many segments.
 */
export function createJpegEndFinder(): (bytes: Uint8Array) => number | undefined {
  const walker = new JpegWalker();
  return (bytes) => {
    const { end, segments } = walker.walk(bytes);
    if (segments.length === mostSegments) throw new RangeError(tooManySegments);
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
  if (isMultiPicture || frame === undefined || next === undefined) return isMultiPicture;
  return next.width !== frame.width || next.height !== frame.height;
}

/**
 * Decodes a JPEG, upright by its EXIF orientation: CMYK with ImageMagick, others with mozjpeg.
 *
 * @param bytes The whole JPEG. If all its pixels are there, it need not have an end marker.
 * @returns The picture as RGBA.
 * @throws {Error} If the JPEG is damaged, cut short, or has too many scans.
 * @throws {EnvironmentError} If CMYK is to be decoded and the decoder may not be read.
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Pixels> {
  const walker = new JpegWalker().walk(bytes);
  const { frame, segments, exif, hasEndMarker } = walker;
  if (segments.length === mostSegments) throw new Error(tooManySegments);
  const cut = `it ends after ${bytes.length} bytes, within the picture`;
  if (!hasAllScans(bytes, walker)) throw new Error(cut);
  checkScans(walker.scans, frame!);
  const written = rewriteJpeg(bytes, walker);
  const isDamage = (warning: string) => !(hasEndMarker && isPadding(warning, written));
  const decoding = frame!.components === 4
    ? decodeCmyk(written)
    : mozjpeg.decode(written, frame!, isDamage);
  const pixels = await decoding.catch((cause) => {
    throw hasEndMarker || cause instanceof EnvironmentError ? cause : new Error(cut, { cause });
  });
  return exif === undefined ? pixels : turnUpright(pixels, exifOrientation(exif));
}

function checkScans(scans: number, { width, height }: JpegFrame): void {
  const most = Math.min(maxScans, Math.floor(maxScannedPixels / (width * height)));
  if (scans > most) throw new Error(`it has ${scans} scans, more than the limit of ${most}`);
}
