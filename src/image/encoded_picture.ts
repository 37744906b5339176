import { InputError } from "../errors.ts";
import { DamagedPictures } from "./damaged_pictures.ts";
import { decodeImage, type DecodeImageOptions } from "./decode_image.ts";
import type { Frame } from "./frame.ts";

/** A picture as it is in its file, to be decoded where it is recognized. */
export interface EncodedPicture {
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Why it cannot be decoded, if that is known. */
  readonly damage?: string;
  /** Limits, and where the picture comes from. */
  readonly options: DecodeImageOptions;
  /** When the picture was captured by a live source, by `performance.now()`. */
  readonly capturedAt?: number;
}

/**
 * Decodes a picture, unless it is a frame already.
 *
 * @param picture The picture.
 * @returns The frame.
 * @throws {MienError} As `decodeImage`.
 */
export async function toFrame(picture: Frame | EncodedPicture): Promise<Frame> {
  if (!("bytes" in picture)) return picture;
  const { bytes, damage, options, capturedAt } = picture;
  if (damage !== undefined) {
    const message = `Cannot decode frame ${options.index} of ${options.source}: ${damage}`;
    throw new InputError("picture-invalid", message);
  }
  const frame = await decodeImage(bytes, options);
  return capturedAt === undefined ? frame : { ...frame, capturedAt };
}

/**
 * Decodes the pictures of a stream one by one. Damaged ones are left out.
 *
 * @param pictures The pictures.
 * @returns The frames.
 * @throws {InputError} At the end, if any were damaged.
 */
export async function* toFrames(
  pictures: AsyncIterable<Frame | EncodedPicture>,
): AsyncGenerator<Frame> {
  const damaged = new DamagedPictures();
  for await (const picture of pictures) {
    let frame: Frame;
    try {
      frame = await toFrame(picture);
    } catch (error) {
      damaged.leaveOut(error, "bytes" in picture ? picture.options : undefined);
      continue;
    }
    yield frame;
  }
  damaged.report();
}
