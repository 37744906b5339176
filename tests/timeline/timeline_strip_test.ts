import assert from "node:assert/strict";
import { DARK_INK, LIGHT_INK } from "../../src/draw/ink.ts";
import { timelineStrip } from "../../src/timeline/timeline_strip.ts";

const labels = ["happy", "sad"];

function point(start: number, end: number, ...held: number[]) {
  return { start, end, seconds: end - start, weights: [end - start, 0], held };
}

Deno.test("timelineStrip() joins points that touch and have the same label", () => {
  const points = [
    point(0, 1, 1, 0, 0),
    point(1, 2, 0.7, 0.3, 0),
    point(2, 3, 0.2, 0.8, 0),
    point(5, 6, 0, 1, 0),
    point(6, 7, 0.1, 0.2, 0.7),
  ];
  assert.deepEqual(
    timelineStrip(points, labels, 100).map(({ start, end, text }) => [start, end, text]),
    [[0, 2, "happy"], [2, 3, "sad"], [5, 6, "sad"], [6, 7, "uncertain"]],
  );
});

Deno.test("timelineStrip() leaves out labels that do not fit", () => {
  const texts = (width: number) =>
    timelineStrip([point(0, 1, 1, 0, 0)], labels, width).map(({ text }) => text);
  assert.deepEqual([texts(60), texts(20)], [["happy"], [""]]);
});

Deno.test("timelineStrip() chooses readable text colours", () => {
  const [happy, sad, uncertain] = timelineStrip(
    [point(0, 1, 1, 0, 0), point(1, 2, 0, 1, 0), point(2, 3, 0, 0, 1)],
    labels,
    100,
  );
  assert.deepEqual([happy!.letters, sad!.letters], [DARK_INK, LIGHT_INK]);
  assert.deepEqual([uncertain!.fill, uncertain!.letters], ["none", "currentColor"]);
});
