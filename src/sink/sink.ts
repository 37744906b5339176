import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";

/** Somewhere that results go besides standard output. Disposing it finishes what it writes. */
export interface Sink extends AsyncDisposable {
  /**
   * Takes one frame and its record, in the order of the source.
   *
   * @param record What the frame shows.
   * @param frame The frame, whose samples may be read until the returned promise is settled.
   */
  write(record: FrameResult, frame: Frame): void | Promise<void>;
  /** Finishes what belongs to the source that has ended. The next frame begins another. */
  endSource?(): Promise<void>;
}
