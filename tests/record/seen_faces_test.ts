import assert from "node:assert/strict";
import { SeenFaces } from "../../src/record/seen_faces.ts";

Deno.test("SeenFaces drops the absent face seen for the shortest time", () => {
  const faces = new SeenFaces<number[]>(2, () => []);
  faces.see(0, 1, 0, 5)!.push(1);
  faces.see(0, 2, 5, 6)!.push(2);
  faces.see(0, 3, 6, 8)!.push(3);
  assert.deepEqual(faces.longest(9), [
    { run: 0, id: 1, value: [1], seconds: 5, lastSeen: 0 },
    { run: 0, id: 3, value: [3], seconds: 2, lastSeen: 6 },
  ]);
  assert.equal(faces.count, 3);
});

Deno.test("SeenFaces ignores a face while too many others are present", () => {
  const faces = new SeenFaces<number[]>(2, () => []);
  const seen = [1, 2, 3].map((id) => faces.see(0, id, 0, 1));
  assert.deepEqual(seen, [[], [], undefined]);
  for (let i = 1; i < 100; i++) [1, 2, 3].forEach((id) => faces.see(0, id, i, i + 1));
  assert.equal(faces.count, 3);
});

Deno.test("SeenFaces distinguishes faces of several videos", () => {
  const faces = new SeenFaces<number[]>(32, () => []);
  faces.see(0, 1, 0, 1);
  faces.see(1, 1, 0, 3);
  faces.see(2, 0, 0, 2);
  faces.see(1, 0, 3, 9);
  assert.deepEqual(faces.longest(9).map(({ run, id }) => [run, id]), [[0, 1], [1, 1], [2, 0]]);
  assert.deepEqual(faces.longest(1).map(({ run }) => run), [1]);
  assert.equal(faces.count, 2);
});
