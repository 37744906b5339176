import { InputError } from "../errors.ts";
import type { ByteReader } from "./byte_reader.ts";
import type { Frame, FrameOptions } from "../image/frame.ts";

/** Frames a second of a stream that does not say: what ffmpeg takes such a stream for, too. */
export const defaultRate = 25;

/** Makes the frame whose bytes have been read. Not called for frames that nobody wants. */
export type PendingFrame = (place: FrameOptions) => Frame | Promise<Frame>;

/** A stream whose header, if it has one, has been read. */
export interface FrameStream {
  /** Frames a second by the stream's own header. */
  readonly rate?: number;
  /** One for each whole frame, in order. */
  readonly frames: AsyncIterable<PendingFrame>;
}

/** What the readers of all stream formats are given. */
export interface StreamContext {
  readonly reader: ByteReader;
  /** For errors. */
  readonly source: string;
  readonly maxPixels: number;
}

/** A stream that ends within a frame. */
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

/** A stream that breaks the rules of its format. */
export function invalidStream(source: string, index: number, state: string): InputError {
  return new InputError("stream-invalid", `Cannot read frame ${index} of ${source}: ${state}`);
}
