import { samplePlane } from "../../src/image/sample_plane.ts";
import assert from "node:assert/strict";

const plane = {
  data: new Uint8Array([9, 0, 9, 10, 9, 20, 9, 30, 9, 40, 9, 50]),
  offset: 1,
  width: 3,
  height: 2,
  stride: 2,
};

Deno.test("samplePlane() skips the other channels", () => {
  const copy = samplePlane(plane, [1, 0, 0, 0, 1, 0], 3, 2, 1, 16);
  assert.deepEqual([...copy], [0, 10, 20, 30, 40, 50]);
});

Deno.test("samplePlane() rotates, mirrors and translates", () => {
  const turned = samplePlane(plane, [0, 1, 0, 1, 0, 0], 2, 3, 1, 16);
  assert.deepEqual([...turned], [0, 30, 10, 40, 20, 50]);
  const mirrored = samplePlane(plane, [-1, 0, 3, 0, 1, 0], 3, 2, 1, 16);
  assert.deepEqual([...mirrored], [20, 10, 0, 50, 40, 30]);
});

Deno.test("samplePlane() averages over the area of an output pixel", () => {
  assert.deepEqual([...samplePlane(plane, [3, 0, 0, 0, 2, 0], 1, 1, 1, 16)], [25]);
});

Deno.test("samplePlane() uses the border for the part outside", () => {
  const toPlane = [2, 0, -1, 0, 1, 0] as const;
  assert.deepEqual([...samplePlane(plane, toPlane, 1, 1, 1, 16, 100)], [50]);
  assert.deepEqual([...samplePlane(plane, toPlane, 1, 1, 1, 16)], [0]);
});

Deno.test("samplePlane() reads nothing beyond the plane", () => {
  for (const width of [1, 2, 3]) {
    const small = {
      data: new Uint8Array(width * width),
      offset: 0,
      width,
      height: width,
      stride: 1,
    };
    for (const shift of [-1e9, -0.5, 0, 0.4999, width - 0.5, width, 1e9]) {
      const values = samplePlane(small, [0.7, 0.3, shift, -0.3, 0.7, shift], 4, 4, 1, 16);
      assert.deepEqual([...values], Array(16).fill(0), `${width} ${shift}`);
    }
  }
});
