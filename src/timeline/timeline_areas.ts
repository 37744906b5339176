import { type TimelinePoint, touches } from "./timeline_series.ts";

/** A vertex of the area of one label. */
export interface AreaVertex {
  /** The label. */
  readonly label: string;
  /** Number of the stretch without a break, from 1. */
  readonly segment: number;
  /** Time in seconds. */
  readonly time: number;
  /** Lower edge, 0 to 1. */
  readonly low: number;
  /** Upper edge, 0 to 1. */
  readonly high: number;
}

/**
 * Stacks the probabilities of a face: one area for each label and each stretch without a break.
 *
 * @param points What the face showed.
 * @param labels The labels, from the bottom up.
 * @returns The vertices in order of time.
 *
 * @example
 * ```ts
 * import { timelineAreas } from "./timeline_areas.ts";
 * import assert from "node:assert/strict";
 *
 * const point = { start: 0, end: 2, seconds: 2, weights: [1.5, 0.5], held: [2, 0, 0] };
 * const [, , , vertex] = timelineAreas([point], ["happy", "sad"]);
 * assert.deepEqual(vertex, { label: "sad", segment: 1, time: 0, low: 0.75, high: 1 });
 * ```
 */
export function timelineAreas(
  points: readonly TimelinePoint[],
  labels: readonly string[],
): AreaVertex[] {
  const vertices: AreaVertex[] = [];
  let segment = 0;
  for (const [i, point] of points.entries()) {
    const begins = !touches(points[i - 1], point), ends = !touches(point, points[i + 1]);
    if (begins) segment++;
    const times = [(point.start + point.end) / 2];
    if (begins) times.unshift(point.start);
    if (ends) times.push(point.end);
    let low = 0;
    for (const [k, label] of labels.entries()) {
      const high = low + point.weights[k]! / point.seconds;
      for (const time of times) vertices.push({ label, segment, time, low, high });
      low = high;
    }
  }
  return vertices;
}
