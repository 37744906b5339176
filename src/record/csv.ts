import type { FaceQuality, FaceResult, FrameResult } from "../result.ts";

const FRAME_COLUMNS = ["source", "frame", "time", "width", "height"] as const;
const FACE_COLUMNS = [
  ...["face", "box_x", "box_y", "box_width", "box_height"],
  ...["score", "emotion", "confidence"],
];
// New columns go behind the old ones: readers may count columns.
const LATER_FACE_COLUMNS = ["id", "uncertain"];
const LIVE_COLUMNS = ["latency", "dropped"];
const QUALITY_COLUMNS = {
  size: "sizePx",
  sharpness: "sharpness",
  yaw: "yawDegrees",
  roll: "rollDegrees",
  brightness: "brightness",
  visible: "visibleShare",
} as const satisfies Record<string, keyof FaceQuality>;
const LATEST_FACE_COLUMNS = ["reasons", ...Object.keys(QUALITY_COLUMNS), "baseline_confidence"];

/**
 * The header of the CSV format.
 *
 * @param labels The model's labels.
 * @returns The line, without its line break.
 */
export function csvHeader(labels: readonly string[]): string {
  const smoothed = labels.map((label) => `smoothed_${label}`);
  const adjusted = labels.map((label) => `adjusted_${label}`);
  return [
    ...[...FRAME_COLUMNS, ...FACE_COLUMNS, ...labels],
    ...[...LATER_FACE_COLUMNS, ...smoothed, ...LIVE_COLUMNS],
    ...[...LATEST_FACE_COLUMNS, ...adjusted, "baseline"],
  ].map(cell).join(",");
}

/**
 * Formats a record as CSV: one row per face, or one with empty face columns if there are none.
 *
 * @param record The record.
 * @param labels The model's labels.
 * @returns The rows, without the last line break.
 *
 * @example
 * ```ts
 * import { csvRows } from "./csv.ts";
 * import assert from "node:assert/strict";
 *
 * const record = { source: "a,b.mp4", frame: 3, time: 0.12, width: 4, height: 3, faces: [] };
 * assert.match(csvRows(record, ["happy"]), /^"a,b\.mp4",3,0\.12,4,3,,/);
 * ```
 */
export function csvRows(record: FrameResult, labels: readonly string[]): string {
  // ref: RFC 4180.
  const frame = FRAME_COLUMNS.map((column) => record[column]);
  const live = [record.latencyMs ?? "", record.dropped ?? ""];
  const rows = record.faces.map((face, i) => [
    ...[...frame, i, ...faceCells(face, labels), ...live],
    ...[...latestCells(face, labels), record.baseline ?? ""],
  ]);
  if (rows.length === 0) {
    const empty = FACE_COLUMNS.length + LATER_FACE_COLUMNS.length + 2 * labels.length;
    const latest = LATEST_FACE_COLUMNS.length + labels.length;
    rows.push([
      ...[...frame, ...Array(empty).fill(""), ...live],
      ...[...Array(latest).fill(""), record.baseline ?? ""],
    ]);
  }
  return rows.map((row) => row.map(cell).join(",")).join("\n");
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

function latestCells(face: FaceResult, labels: readonly string[]): (string | number)[] {
  return [
    face.reasons?.join(" + ") ?? "",
    ...Object.values(QUALITY_COLUMNS).map((name) => face.quality?.[name] ?? ""),
    face.baselineConfidence ?? "",
    ...labels.map((label) => face.adjusted?.[label] ?? ""),
  ];
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
