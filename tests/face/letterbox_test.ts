import assert from "node:assert/strict";
import { letterbox } from "../../src/face/letterbox.ts";
import { type GoldenLetterbox, readGolden } from "../support/face_goldens.ts";

const { letterboxes } = await readGolden<{ letterboxes: GoldenLetterbox[] }>("geometry.json");

for (const { region, points, inFrame } of letterboxes) {
  const name = `${region.width}x${region.height} at ${region.x},${region.y}`;
  Deno.test(`letterbox() agrees with MediaPipe on ${name}`, () => {
    const [a, b, c, d, e, f] = letterbox(region, 128, 128);
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i]! * 128, y = points[i + 1]! * 128;
      assert(Math.abs(a * x + b * y + c - inFrame[i]!) < 1e-3);
      assert(Math.abs(d * x + e * y + f - inFrame[i + 1]!) < 1e-3);
    }
  });
}

Deno.test("letterbox() keeps the aspect ratio and the centre", () => {
  const [a, b, c, d, e, f] = letterbox({ x: 10, y: 20, width: 30, height: 90 }, 64, 32);
  assert.deepEqual([a, b, d], [e, 0, 0]);
  assert.deepEqual([a * 32 + c, e * 16 + f], [25, 65]);
  assert.equal(a * 32, 90);
});
