import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";

/** Turns records into lines of text. */
export interface RecordFormatter {
  /** The first line, before any record. */
  readonly header?: string;
  /** True if the text can hold only one source, as subtitles do. */
  readonly singleSource?: true;
  /**
   * Formats one record.
   *
   * @param record The record.
   * @param frame Its frame, or just whether it is a still, whose time means nothing.
   * @returns One or more lines without the last line break, or "" if there is nothing to write yet.
   */
  format(record: FrameResult, frame: Pick<Frame, "still">): string;
  /**
   * Ends a source. Formats that write each record at once do not need it.
   *
   * @returns What has not been written yet, without the last line break; "" if nothing is left.
   */
  finish?(): string;
}
