import assert from "node:assert/strict";
import { timelineAreas } from "../../src/timeline/timeline_areas.ts";

const labels = ["happy", "sad"];

Deno.test("timelineAreas() stacks the labels from 0 to 1 and reaches the ends of the points", () => {
  const points = [
    { start: 0, end: 2, seconds: 2, weights: [1.5, 0.5], held: [2, 0, 0] },
    { start: 2, end: 4, seconds: 1, weights: [0.25, 0.75], held: [0, 1, 0] },
  ];
  const vertices = timelineAreas(points, labels);
  const of = (label: string) =>
    vertices.filter((v) => v.label === label).map(({ time, low, high }) => [time, low, high]);
  assert.deepEqual(of("happy"), [[0, 0, 0.75], [1, 0, 0.75], [3, 0, 0.25], [4, 0, 0.25]]);
  assert.deepEqual(of("sad"), [[0, 0.75, 1], [1, 0.75, 1], [3, 0.25, 1], [4, 0.25, 1]]);
});

Deno.test("timelineAreas() starts a segment with vertical sides after each gap", () => {
  const point = (start: number, end: number) => ({
    ...{ start, end, seconds: end - start },
    ...{ weights: [end - start, 0], held: [end - start, 0, 0] },
  });
  const vertices = timelineAreas([point(0, 1), point(1, 2), point(5, 6)], labels);
  assert.deepEqual(
    vertices.filter(({ label }) => label === "happy").map(({ segment, time }) => [segment, time]),
    [[1, 0], [1, 0.5], [1, 1.5], [1, 2], [2, 5], [2, 5.5], [2, 6]],
  );
});
