import assert from "node:assert/strict";
import type { Box } from "../../src/face/face.ts";
import { letterbox } from "../../src/face/letterbox.ts";
import { removeLetterbox } from "../../src/face/remove_letterbox.ts";
import { maxDifference, readGolden } from "./golden.ts";

interface Letterboxed {
  region: Box;
  points: number[];
  inFrame: number[];
}

const { letterboxes } = await readGolden<{ letterboxes: Letterboxed[] }>("geometry.json");

for (const { region, points, inFrame } of letterboxes) {
  const name = `${region.width}x${region.height} at ${region.x},${region.y}`;
  Deno.test(`letterbox() and removeLetterbox() agree with MediaPipe on ${name}`, () => {
    const inInput = { score: 0.7, points: Float32Array.from(points) };
    const removed = removeLetterbox(inInput, letterbox(region, 128, 128), 128, 128);
    assert.equal(removed.score, 0.7);
    const largest = Math.max(region.width, region.height);
    assert(maxDifference(removed.points, inFrame) < 1e-5 * largest);
  });
}

Deno.test("letterbox() keeps the aspect ratio and the centre", () => {
  const [a, b, c, d, e, f] = letterbox({ x: 10, y: 20, width: 30, height: 90 }, 64, 32);
  assert.deepEqual([a, b, d], [e, 0, 0]);
  assert.deepEqual([a * 32 + c, e * 16 + f], [25, 65]);
  assert.equal(a * 32, 90);
});
