import { emotionColor } from "../draw/emotion_colors.ts";
import { inkOn } from "../draw/ink.ts";
import { type TimelinePoint, touches } from "./timeline_series.ts";

/** A stretch of time with one label. */
export interface StripStretch {
  /** Start in seconds. */
  readonly start: number;
  /** End in seconds. */
  readonly end: number;
  /** The label's colour, or `none` if it is uncertain. */
  readonly fill: string;
  /** The colour of the text. */
  readonly letters: string;
  /** The label, or "" if there is no room for it. */
  readonly text: string;
}

/** Stands for uncertain labels. */
const uncertain = "uncertain";

/** Width of a letter in pixels. */
const letterWidth = 7.5;

/**
 * Finds the stretches of time in which a face had one label.
 *
 * @param points What the face showed.
 * @param labels The labels.
 * @param pixelsPerSecond Scale of the chart.
 * @returns The stretches in order of time.
 *
 * @example
 * ```ts
 * import { timelineStrip } from "./timeline_strip.ts";
 * import assert from "node:assert/strict";
 *
 * const point = { start: 0, end: 2, seconds: 2, weights: [1.5, 0.5], held: [2, 0, 0] };
 * const [stretch] = timelineStrip([point], ["happy", "sad"], 50);
 * assert.deepEqual(stretch, {
 *   start: 0,
 *   end: 2,
 *   fill: "#f0e442",
 *   letters: "#111113",
 *   text: "happy",
 * });
 * ```
 */
export function timelineStrip(
  points: readonly TimelinePoint[],
  labels: readonly string[],
  pixelsPerSecond: number,
): StripStretch[] {
  const stretches: { start: number; end: number; text: string }[] = [];
  let before: TimelinePoint | undefined;
  for (const point of points) {
    const label = labels[point.held.indexOf(Math.max(...point.held))] ?? uncertain;
    const last = stretches.at(-1);
    if (last?.text === label && touches(before, point)) last.end = point.end;
    else stretches.push({ start: point.start, end: point.end, text: label });
    before = point;
  }
  return stretches.map(({ start, end, text }) => {
    const color = text === uncertain ? undefined : emotionColor(text);
    const fill = color ?? "none", letters = color ? inkOn(color) : "currentColor";
    const room = (end - start) * pixelsPerSecond;
    const fits = text.length * letterWidth <= room;
    return { start, end, fill, letters, text: fits ? text : "" };
  });
}
