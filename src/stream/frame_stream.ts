import { InputError } from "../errors.ts";
import type { ByteReader } from "./byte_reader.ts";
import type { EncodedPicture } from "../image/encoded_picture.ts";
import type { Frame, FrameOptions } from "../image/frame.ts";

/** The frame rate of a stream that does not give one, as in ffmpeg. */
export const defaultRate = 25;

/** Makes a frame of bytes that have been read. It is not called for frames that are skipped. */
export type PendingFrame<Picture = Frame | EncodedPicture> = (place: FrameOptions) => Picture;

/** A stream whose header, if it has one, has been read. */
export interface FrameStream<Picture = Frame | EncodedPicture> {
  /** Frames per second, if the header of the stream says so. */
  readonly rate?: number;
  /** When the frame that came last is shown, in seconds, if the rate does not tell. */
  time?(): number;
  /** One for each complete frame, in order. */
  readonly frames: AsyncIterable<PendingFrame<Picture>>;
}

/** What the reader of any stream format needs. */
export interface StreamContext {
  readonly reader: ByteReader;
  /** The stream's name, for errors. */
  readonly source: string;
  /** Refuse frames with more pixels. */
  readonly maxPixels?: number | undefined;
}

/** The error of a stream that ends within a frame. */
export function truncated(
  source: string,
  index: number,
  expected: string,
  got: number,
): InputError {
  return new InputError(
    "stream-truncated",
    `Cannot read frame ${index} of ${source}: expected ${expected} but the stream ended after ${got}`,
  );
}

/** The error of a stream that breaks the rules of its format. */
export function invalidStream(source: string, index: number, state: string): InputError {
  return new InputError("stream-invalid", `Cannot read frame ${index} of ${source}: ${state}`);
}
