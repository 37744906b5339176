import type { Frame } from "../image/frame.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { formatTime } from "./format_time.ts";
import { printable } from "./printable.ts";

/**
 * Formats a record as one line for people.
 *
 * @param record The record.
 * @param frame Its frame. A still is named and has no time.
 * @param showSource Whether a frame of a video is named too.
 * @returns The line, without its line break.
 *
 * @example
 * ```ts
 * import { textLine } from "./text_line.ts";
 * import assert from "node:assert/strict";
 *
 * const record = { source: "a.png", frame: 0, time: 0, width: 4, height: 3, faces: [] };
 * assert.equal(textLine(record, { still: true }, false), "a.png  no face");
 * ```
 */
export function textLine(
  record: FrameResult,
  { still }: Pick<Frame, "still">,
  showSource: boolean,
): string {
  const head = [
    ...(still || showSource ? [record.source] : []),
    ...(still ? [] : [formatTime(record.time)]),
  ];
  const faces = record.faces.map((face) => {
    const { x, y, width, height } = face.box;
    const [left, top, w, h] = [x, y, width, height].map(Math.round);
    return `${faceText(face)} at ${left},${top} ${w}x${h}`;
  });
  return printable(`${head.join("  ")}  ${faces.join("; ") || "no face"}`);
}

function faceText({ id, emotion, confidence, uncertain, reasons = [] }: FaceResult): string {
  const label = `${emotion} ${Math.round(confidence * 100)}%`;
  // That two labels are close can be seen from the percentage.
  const why = reasons.filter((reason) => reason !== "close").map((reason) => `, ${reason}`).join(
    "",
  );
  return `${id === undefined ? "" : `#${id} `}${uncertain ? `uncertain (${label}${why})` : label}`;
}
