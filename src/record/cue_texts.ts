import type { FaceResult, FrameResult } from "../result.ts";

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
 * @param format With `srt` all faces share one text; with `vtt` each has its own, and a place.
 * @param isNumbered Whether faces are called by their ids.
 * @returns Each text by the id of its face, or by 0 if it is for all faces.
 *
 * @example
 * ```ts
 * import { cueTexts } from "./cue_texts.ts";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 100, y: 60, width: 100, height: 100 };
 * const face = { id: 1, box, score: 1, emotion: "happy", confidence: 0.9, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 400, height: 300, faces: [face] };
 * assert.deepEqual([...cueTexts(record, "vtt", true)], [[1, ["1 happy", { x: 38, y: 54 }]]]);
 * ```
 */
export function cueTexts(
  record: FrameResult,
  format: "srt" | "vtt",
  isNumbered: boolean,
): Map<number, [text: string, place: Place | undefined]> {
  const tracked = record.faces.filter(({ id }) => id !== undefined);
  if (tracked.length === 0) {
    const faces = record.faces.toSorted((a, b) => a.box.x - b.box.x);
    return new Map([[0, [faces.map(emotionOf).join(", "), undefined]]]);
  }
  tracked.sort((a, b) => a.id! - b.id!);
  const label = (face: FaceResult) =>
    isNumbered ? `${face.id} ${emotionOf(face)}` : emotionOf(face);
  return format === "srt"
    ? new Map([[0, [tracked.map(label).join("  "), undefined]]])
    : new Map(tracked.map((face) => [face.id!, [label(face), placeOf(face, record)]]));
}

function emotionOf({ emotion, uncertain }: FaceResult): string {
  return uncertain ? "uncertain" : emotion;
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
