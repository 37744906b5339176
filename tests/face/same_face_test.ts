import assert from "node:assert/strict";
import type { Detection } from "../../src/face/decode_boxes.ts";
import { surestFaces } from "../../src/face/same_face.ts";

function detection(score: number, x: number, y: number, side: number): Detection {
  return { score, points: Float32Array.of(x, y, x + side, y + side) };
}

Deno.test("surestFaces() keeps the surer box, whichever is larger", () => {
  const sure = detection(0.9, 40, 40, 60), oversized = detection(0.6, 0, 0, 140);
  assert.deepEqual(surestFaces([oversized, sure]), [sure]);
  const part = detection(0.55, 80, 80, 20);
  assert.deepEqual(surestFaces([part, sure]), [sure]);
});

Deno.test("surestFaces() keeps faces side by side, surest first", () => {
  const left = detection(0.7, 0, 0, 50), right = detection(0.8, 45, 0, 50);
  assert.deepEqual(surestFaces([left, right]), [right, left]);
});
