import assert from "node:assert/strict";
import { letterbox } from "../../src/face/letterbox.ts";
import { removeLetterbox } from "../../src/face/remove_letterbox.ts";
import { type GoldenLetterbox, maxDifference, readGolden } from "../support/face_goldens.ts";

const { letterboxes } = await readGolden<{ letterboxes: GoldenLetterbox[] }>("geometry.json");

for (const { region, points, inFrame } of letterboxes) {
  const name = `${region.width}x${region.height} at ${region.x},${region.y}`;
  Deno.test(`removeLetterbox() agrees with MediaPipe on ${name}`, () => {
    const inInput = { score: 0.7, points: Float32Array.from(points) };
    const removed = removeLetterbox(inInput, letterbox(region, 128, 128), 128, 128);
    assert.equal(removed.score, 0.7);
    assert(maxDifference(removed.points, inFrame) < 1e-3);
  });
}

Deno.test("removeLetterbox() follows a map that rotates", () => {
  const { points } = removeLetterbox(
    { score: 1, points: new Float32Array([0.5, 0.25]) },
    [0, -2, 10, 2, 0, 20],
    100,
    80,
  );
  assert.deepEqual([...points], [-30, 120]);
});
