import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";

/**
 * A place where records go: lines of text, a file, a window, a program, a broker. Disposing it
 * finishes its work.
 *
 * @example Count the faces of a video
 * ```ts
 * import { Recognizer, recognizeFrames } from "@mien/mien";
 * import type { Sink } from "@mien/mien/output";
 * import { openInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * let count = 0;
 * const counter: Sink = {
 *   write: ({ faces }) => void (count += faces.length),
 *   endSource: () => {},
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * };
 * using recognizer = await Recognizer.load({ maxFaces: 1 });
 * const frames = openInput("fixtures/webcam.mjpeg", { to: 0.2 });
 * for await (const { record, frame } of recognizeFrames(recognizer, frames)) {
 *   await counter.write(record, frame);
 * }
 * await counter.endSource();
 * assert.equal(count, 5);
 * ```
 */
export interface Sink extends AsyncDisposable {
  /**
   * Takes one frame and its record, in the order of the source.
   *
   * @param record What the frame shows.
   * @param frame The frame. Its samples must not be read once the returned promise is settled.
   */
  write(record: FrameResult, frame: Frame): void | Promise<void>;
  /** Ends the source, even one that failed. The next frame begins another one. */
  endSource(): void | Promise<void>;
}
