import { csvHeader, csvRows } from "./csv.ts";
import type { RecordFormatter } from "./record_formatter.ts";
import { Subtitles } from "./subtitles.ts";
import { TextLines, type TextOptions } from "./text_lines.ts";

/** What a format may need to know: `csv` the labels, `text` how to write. */
export interface FormatOptions extends TextOptions {
  /** The model's labels, which are columns of `csv`. */
  readonly labels: readonly string[];
}

/**
 * The formats for records. A new format is one more entry.
 *
 * - `text`: for people; one line per picture, and one when a face of a video comes, goes or changes its
 *   label. With `verbose`, one line per frame with each face's box.
 * - `ndjson`: one JSON object per frame, the {@linkcode FrameResult} itself.
 * - `csv`: one row per face (RFC 4180); a frame without faces is one row with empty face columns.
 * - `srt`, `vtt`: subtitles, see {@linkcode Subtitles}.
 *
 * @example
 * ```ts
 * import { RECORD_FORMATS } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const record = { source: "a.mp4", frame: 3, time: 0.12, width: 4, height: 3, faces: [] };
 * const text = RECORD_FORMATS.text({ labels: [] });
 * assert.equal(text.format(record, { still: false }), "0:00.1  no face");
 * ```
 */
export const RECORD_FORMATS: Readonly<
  Record<RecordFormat, (options: FormatOptions) => RecordFormatter>
> = {
  text: (options) => new TextLines(options),
  ndjson: () => ({ format: (record) => JSON.stringify(record) }),
  csv: ({ labels }) => ({
    header: csvHeader(labels),
    format: (record) => csvRows(record, labels),
  }),
  srt: () => new Subtitles("srt"),
  vtt: () => new Subtitles("vtt"),
};

/** A key of {@linkcode RECORD_FORMATS}. */
export type RecordFormat = "text" | "ndjson" | "csv" | "srt" | "vtt";
