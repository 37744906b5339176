import assert from "node:assert/strict";
import { matchBoxes } from "../../src/track/match_boxes.ts";

const box = (x: number, width = 10) => ({ x, y: 0, width, height: width });

Deno.test("matchBoxes() gives each earlier box to the most similar later one", () => {
  assert.deepEqual(matchBoxes([box(0)], [box(3), box(1)]), [-1, 0]);
});

Deno.test("matchBoxes() refuses boxes that are too far apart or differ in size", () => {
  assert.deepEqual(matchBoxes([box(0)], [box(11)]), [-1]);
  assert.deepEqual(matchBoxes([box(0)], [box(-6, 22)]), [-1]);
});
