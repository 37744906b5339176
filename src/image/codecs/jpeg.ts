import { unpackFiles } from "../../runtime/unpack_files.ts";
import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { EmscriptenDecoder } from "./emscripten_decoder.ts";
import { type JpegFrame, JpegWalker } from "./jpeg_walker.ts";
import { magickDecoder } from "./magick.ts";

/**
 * More than any encoder writes. A decoder goes over the whole picture for each scan, however few
 * bytes it has: at 25 megapixels, a file of 10 MB could take hours.
 */
const maxScans = 100;

const mozjpeg = new EmscriptenDecoder(async (printErr) => {
  const { default: createModule } = await import(
    "npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.js"
  );
  const wasmBinary = unpackFiles(await import("./jpeg.wasm")).get("decoder.wasm");
  return await createModule({ noInitialRun: true, printErr, wasmBinary });
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
  const { frame, scans, exif, end } = new JpegWalker().walk(bytes);
  if (scans > maxScans) {
    throw new Error(`it has ${scans} scans, more than the limit of ${maxScans}`);
  }
  const pixels = frame?.components === 4
    ? await decodeCmyk(bytes)
    : await mozjpeg.decode((module) => module.decode(bytes as BufferSource, false));
  // mozjpeg prints only its first warning, which another may follow.
  if (end === undefined) throw new Error(`it ends after ${bytes.length} bytes, within the picture`);
  return exif === undefined ? pixels : turnUpright(pixels, exifOrientation(exif));
}
