import { decodeImage, type DecodeImageOptions } from "./decode_image.ts";
import type { Frame } from "./frame.ts";

/** A picture as it is in its file, to be decoded where it is recognized. */
export interface EncodedPicture {
  /** The whole file. */
  readonly bytes: Uint8Array;
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
  const { bytes, options, capturedAt } = picture;
  const frame = await decodeImage(bytes, options);
  return capturedAt === undefined ? frame : { ...frame, capturedAt };
}

/** Decodes the pictures of a stream one by one. */
export async function* toFrames(
  pictures: AsyncIterable<Frame | EncodedPicture>,
): AsyncGenerator<Frame> {
  for await (const picture of pictures) yield await toFrame(picture);
}
