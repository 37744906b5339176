import type { FaceResult, FrameResult } from "../result.ts";
import { formatTime } from "./format_time.ts";
import { Subtitles } from "./subtitles.ts";

/** How records can be written. */
export const RESULT_FORMATS = ["text", "ndjson", "csv", "srt", "vtt"] as const;

/** One of {@linkcode RESULT_FORMATS}. */
export type ResultFormat = typeof RESULT_FORMATS[number];

/** Writes records as lines. */
export interface ResultFormatter {
  /** The first line, before any record. */
  readonly header?: string;
  /**
   * Writes one record.
   *
   * @param result The record.
   * @param still True where the source is a single picture, whose time tells nothing.
   * @returns One or more lines without the last line break; empty where the format, `srt` or `vtt`,
   * has nothing to write yet.
   */
  format(result: FrameResult, still: boolean): string;
  /**
   * Ends a source. Formats whose records stand alone do not have it.
   *
   * @returns What was not written yet, without the last line break; empty if there is nothing.
   */
  finish?(): string;
}

/**
 * Gives the writer for a format.
 *
 * - `text`: for people; a line a frame with each face's id, emotion, percentage and box.
 * - `ndjson`: a JSON object a frame, the {@linkcode FrameResult} itself.
 * - `csv`: a line a face (RFC 4180); a frame without a face is a line with those columns empty.
 * - `srt`, `vtt`: see {@linkcode Subtitles}.
 *
 * @param format The format.
 * @param labels The model's labels, which are columns of `csv`.
 * @param showSource Whether `text` begins a video's lines with its name.
 * @returns The writer.
 *
 * @example
 * ```ts
 * import { resultFormatter } from "./format_result.ts";
 * import assert from "node:assert/strict";
 *
 * const record = { source: "a.mp4", frame: 3, time: 0.12, width: 4, height: 3, faces: [] };
 * assert.equal(resultFormatter("text", [], false).format(record, false), "0:00.120  no face");
 * ```
 */
export function resultFormatter(
  format: ResultFormat,
  labels: readonly string[],
  showSource: boolean,
): ResultFormatter {
  switch (format) {
    case "text":
      return { format: (result, still) => textLine(result, still, showSource) };
    case "ndjson":
      return { format: (result) => JSON.stringify(result) };
    case "csv":
      return {
        header: csvHeader(labels),
        format: (result) => csvLines(result, labels),
      };
    case "srt":
    case "vtt":
      return new Subtitles(format);
  }
}

function textLine(result: FrameResult, still: boolean, showSource: boolean): string {
  const time = still ? [] : [formatTime(result.time)];
  const head = [...(still || showSource ? [result.source] : []), ...time].join("  ");
  const faces = result.faces.map((face) => {
    const { x, y, width, height } = face.box;
    const [left, top, w, h] = [x, y, width, height].map(Math.round);
    return `${faceText(face)} at ${left},${top} ${w}x${h}`;
  });
  return `${head}  ${faces.join("; ") || "no face"}`;
}

function faceText({ id, emotion, confidence, uncertain }: FaceResult): string {
  const label = `${emotion} ${Math.round(confidence * 100)}%`;
  return `${id === undefined ? "" : `#${id} `}${uncertain ? `uncertain (${label})` : label}`;
}

const FRAME_COLUMNS = ["source", "frame", "time", "width", "height"] as const;
const FACE_COLUMNS = [
  "face",
  "box_x",
  "box_y",
  "box_width",
  "box_height",
  "score",
  "emotion",
  "confidence",
];
// Newer columns stand behind the older ones, so that readers that count them go on working.
const LATER_FACE_COLUMNS = ["id", "uncertain"];
const LIVE_COLUMNS = ["latency", "dropped"] as const;

function csvHeader(labels: readonly string[]): string {
  const smoothed = labels.map((label) => `smoothed_${label}`);
  return [
    ...[...FRAME_COLUMNS, ...FACE_COLUMNS, ...labels],
    ...[...LATER_FACE_COLUMNS, ...smoothed, ...LIVE_COLUMNS],
  ].map(csvCell).join(",");
}

function csvLines(result: FrameResult, labels: readonly string[]): string {
  const frame = FRAME_COLUMNS.map((column) => result[column]);
  const live = LIVE_COLUMNS.map((column) => result[column] ?? "");
  const rows = result.faces.map((face, i) => [...frame, i, ...faceCells(face, labels), ...live]);
  if (rows.length === 0) {
    const empty = FACE_COLUMNS.length + LATER_FACE_COLUMNS.length + 2 * labels.length;
    rows.push([...frame, ...Array(empty).fill(""), ...live]);
  }
  return rows.map((row) => row.map(csvCell).join(",")).join("\n");
}

function faceCells(face: FaceResult, labels: readonly string[]): (string | number)[] {
  const { x, y, width, height } = face.box;
  const probabilities = labels.map((label) => face.probabilities[label] ?? 0);
  const smoothed = labels.map((label) => face.smoothed?.[label] ?? "");
  return [
    ...[x, y, width, height, face.score, face.emotion, face.confidence],
    ...[...probabilities, face.id ?? "", String(face.uncertain ?? false), ...smoothed],
  ];
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
