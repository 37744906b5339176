import assert from "node:assert/strict";
import { formatSummary } from "../../src/record/format_summary.ts";

const summary = {
  source: "camera",
  frames: 1234,
  framesWithFace: 1200,
  seconds: 62,
  framesPerSecond: 19.94,
  dropped: 600,
  latencyMs: { median: 41.7, p95: 88 },
  facesSeen: 3,
  faces: [
    { id: 1, seconds: 60.2, emotions: { happy: 0.614, neutral: 0.38, sad: 0.004 } },
    { id: 3, seconds: 2, emotions: { uncertain: 1 } },
  ],
};

Deno.test("formatSummary() gives rate, drops, latency and each face's emotions", () => {
  assert.equal(
    formatSummary(summary),
    `camera: 1234 frames of 1:02, 19.9 per second, 600 dropped, latency 42 ms (median), 88 ms (95th percentile)
  #1 1:00: happy 61%, neutral 38%
  #3 0:02: uncertain 100%
  1 more face, seen for less time`,
  );
});

Deno.test("formatSummary() combines faces without ids", () => {
  const faces = [{ seconds: 2, emotions: { happy: 0.5, sad: 0.5 } }];
  assert.equal(
    formatSummary({ source: "a", frames: 1, framesWithFace: 1, seconds: 2, faces }),
    "a: 1 frame of 0:02\n  faces 0:02: happy 50%, sad 50%",
  );
});
