import type { FaceResult, FrameResult } from "../result.ts";
import type { ReadingOrder } from "./reading_order.ts";

/** With more faces, all share one text. */
const mostPlaced = 4;

/** Labels that are nearer to each other, in percent of the frame, would overlap. */
const labelWidth = 20, labelHeight = 9;

/** Where a cue stands, in percent of the frame: its horizontal centre and its top edge. */
export interface Place {
  /** Percent of the frame's width. */
  readonly x: number;
  /** Percent of the frame's height. */
  readonly y: number;
}

/**
 * The subtitle texts for a record.
 *
 * @param record The record.
 * @param format With `srt` all faces share one text; with `vtt` each has its own, and a place, unless
 * there are many or their labels would overlap.
 * @param isNumbered Whether faces are called by their ids.
 * @param order Arranges the faces in a shared text.
 * @returns Each text by the id of its face, or by 0 if it is for all faces.
 *
 * @example
 * ```ts
 * import { cueTexts } from "./cue_texts.ts";
 * import { ReadingOrder } from "./reading_order.ts";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 100, y: 60, width: 100, height: 100 };
 * const face = { id: 1, box, score: 1, emotion: "happy", confidence: 0.9, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 400, height: 300, faces: [face] };
 * const texts = cueTexts(record, "vtt", true, new ReadingOrder());
 * assert.deepEqual([...texts], [[1, ["1 happy", { x: 38, y: 54 }]]]);
 * ```
 */
export function cueTexts(
  record: FrameResult,
  format: "srt" | "vtt",
  isNumbered: boolean,
  order: ReadingOrder,
): Map<number, [text: string, place: Place | undefined]> {
  const tracked = record.faces.filter(({ id }) => id !== undefined);
  if (tracked.length === 0) {
    const faces = order.rows(record.faces).flat();
    return new Map([[0, [faces.map(emotionOf).join(", "), undefined]]]);
  }
  tracked.sort((a, b) => a.id! - b.id!);
  const label = (face: FaceResult) =>
    isNumbered ? `${face.id} ${emotionOf(face)}` : emotionOf(face);
  const places = tracked.map((face) => placeOf(face, record));
  if (format === "srt" || tracked.length > mostPlaced || overlap(places)) {
    const rows = order.rows(tracked).map((row) => row.map(label).join("  "));
    return new Map([[0, [rows.join(tracked.length > mostPlaced ? "\n" : "  "), undefined]]]);
  }
  return new Map(tracked.map((face, i) => [face.id!, [label(face), places[i]]]));
}

/** A line break in a label would end the cue. */
function emotionOf({ emotion, uncertain }: FaceResult): string {
  return uncertain ? "uncertain" : emotion.replaceAll(/[\r\n]+/g, " ");
}

function overlap(places: readonly Place[]): boolean {
  return places.some((one, i) =>
    places.slice(i + 1).some((other) =>
      Math.abs(one.x - other.x) < labelWidth && Math.abs(one.y - other.y) < labelHeight
    )
  );
}

/** Below the face, or above it if there is no room below; far enough from the sides not to wrap. */
function placeOf({ box }: FaceResult, { width, height }: FrameResult): Place {
  const x = Math.round((box.x + box.width / 2) / width * 100);
  const below = Math.round((box.y + box.height) / height * 100) + 1;
  const above = Math.round(box.y / height * 100) - 8;
  return { x: clamp(x, 15, 85), y: clamp(below > 88 ? above : below, 0, 88) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
