// Goldens: training/golden_emotion.py.
import assert from "node:assert/strict";
import { faceQuality, rollDegrees, sharpness, yawDegrees } from "../../src/face/quality.ts";
import type { Landmarks, Point } from "../../src/geometry.ts";

interface Golden {
  readonly sharpness: readonly { width: number; luma: number[]; sharpness: number }[];
  readonly turns: readonly {
    yaw: number;
    roll: number;
    rightEar: Point;
    leftEar: Point;
    nose: Point;
  }[];
}

const golden: Golden = JSON.parse(
  await Deno.readTextFile(new URL("../golden/emotion/quality.json", import.meta.url)),
);

Deno.test("sharpness() is as with scipy's Laplacian", () => {
  for (const { width, luma, sharpness: expected } of golden.sharpness) {
    assert(Math.abs(sharpness(Float32Array.from(luma), width) - expected) < 1e-5);
  }
});

Deno.test("sharpness() falls when a picture is averaged, and not when it is dimmed", () => {
  const { width, luma } = golden.sharpness.at(-1)!;
  const sharp = sharpness(Float32Array.from(luma), width);
  const blurred = luma.map((value, i) => (value + (luma[i + 1] ?? value)) / 2);
  assert(sharpness(Float32Array.from(blurred), width) < 0.9 * sharp);
  const dim = luma.map((value) => 0.1 * value);
  assert(Math.abs(sharpness(Float32Array.from(dim), width) - sharp) < 1e-4);
});

Deno.test("yawDegrees() and rollDegrees() find how a head was turned", () => {
  for (const { yaw, roll, rightEar, leftEar, nose } of golden.turns) {
    const landmarks = { rightEar, leftEar, nose } as unknown as Landmarks;
    assert(Math.abs(yawDegrees(landmarks) - yaw) < 1e-6, `${yaw}, ${roll}`);
    const eyes = { rightEye: rightEar, leftEye: leftEar };
    assert(Math.abs(rollDegrees(eyes) - roll) < 1e-6, `${yaw}, ${roll}`);
  }
});

Deno.test("faceQuality() weighs colours and sees how much of a face is inside the frame", () => {
  const crop = { data: Float32Array.of(1, 0, 0), width: 1, height: 1, channels: 3 } as const;
  const box = { x: 80, y: -15, width: 40, height: 60 };
  assert.deepEqual(faceQuality({ box }, { width: 100, height: 100 }, crop), {
    sizePx: 60,
    sharpness: 0,
    brightness: 0.299,
    visibleShare: 0.375,
  });
  const { visibleShare } = faceQuality({ box }, { width: 70, height: 100 }, crop);
  assert.equal(visibleShare, 0);
});
