import assert from "node:assert/strict";
import { matchBoxes } from "../../src/track/match_boxes.ts";

const box = (x: number, width = 10) => ({ x, y: 0, width, height: width });

Deno.test("matchBoxes() gives each earlier box away once, to the likest", () => {
  assert.deepEqual(matchBoxes([box(0)], [box(3), box(1)]), [-1, 0]);
});

Deno.test("matchBoxes() refuses what is too far or of another size", () => {
  assert.deepEqual(matchBoxes([box(0)], [box(11)]), [-1]);
  assert.deepEqual(matchBoxes([box(0)], [box(-6, 22)]), [-1]);
});
