/** More points than this are merged until half of them are left. */
const mostPoints = 2000;

/** What one face showed for a while. */
export interface TimelinePoint {
  /** From when, in seconds. */
  readonly start: number;
  /** Until when, in seconds. */
  readonly end: number;
  /** How long the face was seen in between, in seconds. */
  readonly seconds: number;
  /** The probability of each label, times the seconds. */
  readonly weights: readonly number[];
  /** For how many seconds each label was the face's, and, last, none could be relied on. */
  readonly held: readonly number[];
}

/**
 * The points of one face in the order of time. The longer the video, the coarser they become, so that
 * there are never more than 2,000; absences shorter than a point are lost then.
 *
 * @example
 * ```ts
 * import { TimelineSeries } from "./timeline_series.ts";
 * import assert from "node:assert/strict";
 *
 * const series = new TimelineSeries();
 * for (let i = 0; i < 5000; i++) {
 *   series.add({ start: i, end: i + 1, seconds: 1, weights: [1, 0], held: [1, 0, 0] });
 * }
 * assert(series.points.length <= 2000);
 * assert.equal(series.points.at(-1)?.end, 5000);
 * ```
 */
export class TimelineSeries {
  #points: TimelinePoint[] = [];
  #widthS = 0;

  /** The points. */
  get points(): readonly TimelinePoint[] {
    return this.#points;
  }

  /**
   * Adds the next point.
   *
   * @param point Not before the end of the one before.
   */
  add(point: TimelinePoint): void {
    append(this.#points, point, this.#widthS);
    if (this.#points.length <= mostPoints) return;
    const spanS = point.end - this.#points[0]!.start;
    while (this.#points.length > mostPoints / 2) {
      this.#widthS = Math.max(2 * this.#widthS, spanS / mostPoints);
      const merged: TimelinePoint[] = [];
      for (const finer of this.#points) append(merged, finer, this.#widthS);
      this.#points = merged;
    }
  }
}

/** Adds a point, or merges it with the last one if both together are not too long. */
function append(points: TimelinePoint[], point: TimelinePoint, widthS: number): void {
  const last = points.at(-1);
  if (last === undefined || point.end - last.start > widthS) {
    points.push(point);
    return;
  }
  points[points.length - 1] = {
    start: last.start,
    end: point.end,
    seconds: last.seconds + point.seconds,
    weights: last.weights.map((weight, i) => weight + point.weights[i]!),
    held: last.held.map((seconds, i) => seconds + point.held[i]!),
  };
}

/** Whether one point begins where another ends; times are fractions, so nearly is enough. */
export function touches(a: TimelinePoint | undefined, b: TimelinePoint | undefined): boolean {
  return a !== undefined && b !== undefined && b.start - a.end < 1e-3;
}
