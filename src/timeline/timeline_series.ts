/** More points than this are merged until at most half are left. */
const mostPoints = 2000;

/** What one face showed for some time. */
export interface TimelinePoint {
  /** Start in seconds. */
  readonly start: number;
  /** End in seconds. */
  readonly end: number;
  /** How long the face was seen in that time, in seconds. */
  readonly seconds: number;
  /** The probability of each label, times the seconds. */
  readonly weights: readonly number[];
  /** Seconds with each label and, last, seconds of uncertainty. */
  readonly held: readonly number[];
}

/**
 * The points of one face in order of time, at most 2,000. The longer the video, the coarser they
 * become; then absences shorter than a point are lost.
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
   * Adds a point.
   *
   * @param point The point. It must not start before the previous one ends.
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

/** Adds a point, or merges it with the last one if the result is not too long. */
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

/** Whether one point starts where another ends, within rounding errors. */
export function touches(a: TimelinePoint | undefined, b: TimelinePoint | undefined): boolean {
  return a !== undefined && b !== undefined && b.start - a.end < 1e-3;
}
