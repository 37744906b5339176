import assert from "node:assert/strict";
import type { Affine, Point } from "../../src/geometry.ts";
import { cropTransform } from "../../src/face/crop_transform.ts";
import { maxDifference } from "../support/face_goldens.ts";

function apply([a, b, c, d, e, f]: Affine, [x, y]: Point): Point {
  return [a * x + b * y + c, d * x + e * y + f];
}

function faceAt(degrees: number) {
  const cos = Math.cos(degrees * Math.PI / 180), sin = Math.sin(degrees * Math.PI / 180);
  const turned = (x: number, y: number): Point => [100 + cos * x - sin * y, 90 + sin * x + cos * y];
  return {
    box: { x: 70, y: 65, width: 60, height: 50 },
    landmarks: { rightEye: turned(-15, -10), leftEye: turned(15, -10) },
    chin: turned(0, 30),
  };
}

for (const degrees of [0, 20, -45, 90, 180]) {
  Deno.test(`cropTransform() levels the eyes of a face rotated by ${degrees} degrees`, () => {
    const face = faceAt(degrees);
    // 60 pixels of the box and 10% on each side become 36.
    const transform = cropTransform(face, { margin: 0.1 }, 36, 36);
    const { rightEye, leftEye } = face.landmarks;
    assert(maxDifference(apply(transform, [18 - 7.5, 18 - 5]), rightEye) < 1e-9);
    assert(maxDifference(apply(transform, [18 + 7.5, 18 - 5]), leftEye) < 1e-9);
  });

  Deno.test(`cropTransform() shifts towards the chin of a face rotated by ${degrees} degrees`, () => {
    const face = faceAt(degrees);
    const transform = cropTransform(face, { margin: 0.1, shiftY: 0.5 }, 36, 36);
    assert(maxDifference(apply(transform, [18, 18]), face.chin) < 1e-9);
  });
}

Deno.test("cropTransform() crops tighter with a negative margin", () => {
  const [scale] = cropTransform(faceAt(0), { margin: -0.1 }, 48, 48);
  assert.equal(scale, 1);
});

Deno.test("cropTransform() treats eyes at one point as level", () => {
  const face = { ...faceAt(0), landmarks: { rightEye: [9, 9], leftEye: [9, 9] } } as const;
  assert.equal(cropTransform(face, { margin: 0 }, 60, 60)[0], 1);
});

Deno.test("cropTransform() scales the square to any width and height", () => {
  const face = faceAt(20);
  const square = cropTransform(face, { margin: 0.1, shiftY: 0.1 }, 36, 36);
  const wide = cropTransform(face, { margin: 0.1, shiftY: 0.1 }, 72, 18);
  for (const [x, y] of [[0, 0], [36, 0], [0, 36], [10, 20]] as const) {
    assert(maxDifference(apply(wide, [2 * x, y / 2]), apply(square, [x, y])) < 1e-9);
  }
});
