import type { FaceResult, FrameResult } from "../recognizer.ts";
import { formatTime } from "./format_time.ts";

/** How records can be written. */
export const RESULT_FORMATS = ["text", "ndjson", "csv"] as const;

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
   * @returns One or more lines without the last line break.
   */
  format(result: FrameResult, still: boolean): string;
}

/**
 * Gives the writer for a format.
 *
 * - `text`: for people; a line a frame with each face's emotion, percentage and box.
 * - `ndjson`: a JSON object a frame, the {@linkcode FrameResult} itself.
 * - `csv`: a line a face (RFC 4180); a frame without a face is a line with those columns empty.
 *
 * @param format The format.
 * @param labels The model's labels, the last columns of `csv`.
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
        header: [...FRAME_COLUMNS, ...FACE_COLUMNS, ...labels].map(csvCell).join(","),
        format: (result) => csvLines(result, labels),
      };
  }
}

function textLine(result: FrameResult, still: boolean, showSource: boolean): string {
  const time = still ? [] : [formatTime(result.time)];
  const head = [...(still || showSource ? [result.source] : []), ...time].join("  ");
  const faces = result.faces.map(({ emotion, confidence, box }) => {
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.round);
    return `${emotion} ${Math.round(confidence * 100)}% at ${x},${y} ${width}x${height}`;
  });
  return `${head}  ${faces.join("; ") || "no face"}`;
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

function csvLines(result: FrameResult, labels: readonly string[]): string {
  const frame = FRAME_COLUMNS.map((column) => result[column]);
  const rows = result.faces.map((face, i) => [...frame, i, ...faceCells(face, labels)]);
  if (rows.length === 0) {
    rows.push([...frame, ...Array(FACE_COLUMNS.length + labels.length).fill("")]);
  }
  return rows.map((row) => row.map(csvCell).join(",")).join("\n");
}

function faceCells(face: FaceResult, labels: readonly string[]): (string | number)[] {
  const { x, y, width, height } = face.box;
  const probabilities = labels.map((label) => face.probabilities[label] ?? 0);
  return [x, y, width, height, face.score, face.emotion, face.confidence, ...probabilities];
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
