import assert from "node:assert/strict";
import { type TimelinePoint, TimelineSeries } from "../../src/timeline/timeline_series.ts";

/** A point of a face that is happy with this probability. */
function point(start: number, end: number, happy: number): TimelinePoint {
  const seconds = end - start;
  const weights = [happy * seconds, (1 - happy) * seconds];
  return { start, end, seconds, weights, held: [happy > 0.5 ? seconds : 0, 0, 0] };
}

Deno.test("TimelineSeries keeps every point of a short video", () => {
  const series = new TimelineSeries();
  const points = Array.from({ length: 1000 }, (_, i) => point(i / 25, (i + 1) / 25, i % 2));
  points.forEach((p) => series.add(p));
  assert.deepEqual(series.points, points);
});

Deno.test("TimelineSeries merges points of a long video and keeps sums, order and ends", () => {
  const series = new TimelineSeries();
  for (let i = 0; i < 100_000; i++) series.add(point(i, i + 1, i < 50_000 ? 1 : 0.25));
  const { points } = series;
  assert(points.length <= 2000 && points.length > 500, `${points.length} points`);
  assert.equal(points.reduce((sum, { seconds }) => sum + seconds, 0), 100_000);
  assert.equal(points.reduce((sum, { weights }) => sum + weights[0]!, 0), 62_500);
  assert.equal(points.reduce((sum, { held }) => sum + held[0]!, 0), 50_000);
  assert(points.every((p, i) => p.start === (points[i - 1]?.end ?? 0)));
  assert.equal(points.at(-1)!.end, 100_000);
});

Deno.test("TimelineSeries keeps the gap of an absent face", () => {
  const series = new TimelineSeries();
  for (let i = 0; i < 10_000; i++) series.add(point(i, i + 1, 1));
  for (let i = 20_000; i < 30_000; i++) series.add(point(i, i + 1, 1));
  const gaps = series.points.filter(({ start }, i) => i > 0 && start > series.points[i - 1]!.end);
  assert.deepEqual(gaps.map(({ start }) => start), [20_000]);
});

Deno.test("TimelineSeries stays bounded for a face that flickers", () => {
  const series = new TimelineSeries();
  for (let i = 0; i < 50_000; i++) series.add(point(i, i + 0.5, 1));
  assert(series.points.length <= 2000);
  assert.equal(series.points.reduce((sum, { seconds }) => sum + seconds, 0), 25_000);
});
