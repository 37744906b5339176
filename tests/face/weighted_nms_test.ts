import assert from "node:assert/strict";
import type { Detection } from "../../src/face/decode_boxes.ts";
import { weightedNms } from "../../src/face/weighted_nms.ts";
import {
  type GoldenDetection,
  type GoldenOutputs,
  maxDifference,
  readGolden,
} from "../support/face_goldens.ts";

function detections(golden: GoldenDetection[]): Detection[] {
  return golden.map(({ score, points }) => ({ score, points: Float32Array.from(points) }));
}

function assertMerges(from: GoldenDetection[], golden: GoldenDetection[]): void {
  const merged = weightedNms(detections(from), 0.3);
  assert.equal(merged.length, golden.length);
  merged.forEach(({ score, points }, i) => {
    assert.equal(score, golden[i]!.score);
    assert(maxDifference(points, golden[i]!.points) < 1e-5);
  });
}

for (const [name, golden] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))) {
  Deno.test(`weightedNms() merges the boxes of ${name} as MediaPipe does`, () => {
    assertMerges(golden.decoded, golden.merged);
  });
}

interface Heap {
  detections: GoldenDetection[];
  merged: GoldenDetection[];
}

for (const golden of await readGolden<Heap[]>("weighted_nms.json")) {
  const count = golden.detections.length;
  Deno.test(`weightedNms() merges ${count} overlapping boxes as MediaPipe does`, () => {
    assertMerges(golden.detections, golden.merged);
  });
}

Deno.test("weightedNms() returns no detection for none", () => {
  assert.deepEqual(weightedNms([], 0.3), []);
});

Deno.test("weightedNms() does not change its input", () => {
  const input = detections([
    { score: 0.5, points: [0, 0, 1, 1] },
    { score: 0.9, points: [0, 0, 1, 2] },
  ]);
  const before = structuredClone(input);
  weightedNms(input, 0.3);
  assert.deepEqual(input, before);
});
