import assert from "node:assert/strict";
import type { FrameResult } from "../../src/result.ts";
import { type SourceSummary, Summary } from "../../src/record/summary.ts";
import { recordAt, recordsOf } from "../support/records.ts";

function summaryOf(records: Iterable<FrameResult>): SourceSummary {
  const summary = new Summary();
  for (const record of records) summary.add(record);
  return summary.finish();
}

const happy = { id: 1, emotion: "happy" };

Deno.test("Summary gives each face its share of time, not of frames", () => {
  const { faces, facesSeen, frames, framesWithFace, seconds } = summaryOf([
    ...recordsOf(0, 1, happy),
    recordAt(1, { id: 1, emotion: "sad" }, { id: 2, emotion: "sad", uncertain: true }),
    recordAt(2, happy),
    recordAt(2.5),
    recordAt(3),
  ]);
  assert.deepEqual([frames, framesWithFace, facesSeen, seconds], [29, 27, 2, 3.107]);
  assert.deepEqual(faces, [
    { id: 1, seconds: 2.5, emotions: { happy: 0.6, sad: 0.4 } },
    { id: 2, seconds: 1, emotions: { uncertain: 1 } },
  ]);
});

Deno.test("Summary leaves out the time without records", () => {
  const { seconds, faces } = summaryOf([...recordsOf(0, 2, happy), ...recordsOf(602, 604, happy)]);
  assert.equal(seconds, 4.96);
  assert.equal(faces[0]!.seconds, 4.96);
});

Deno.test("Summary combines faces without ids", () => {
  const records = recordsOf(0, 2, { emotion: "happy" }, { emotion: "sad" });
  const { faces, facesSeen } = summaryOf(records);
  assert.deepEqual(faces, [{ seconds: 2, emotions: { happy: 0.5, sad: 0.5 } }]);
  assert.equal(facesSeen, undefined);
});

Deno.test("Summary leaves out faces that have no id yet", () => {
  const records = [recordAt(0, { emotion: "sad" }), ...recordsOf(0.04, 1, happy)];
  const { faces, facesSeen } = summaryOf(records);
  assert.deepEqual(faces, [{ id: 1, seconds: 0.96, emotions: { happy: 1 } }]);
  assert.equal(facesSeen, 1);
});

Deno.test("Summary gives latency and drops for live sources only", () => {
  const live = recordsOf(0, 4, happy)
    .map((record, i) => ({ ...record, latencyMs: i + 1, dropped: 3 * i }));
  const { latencyMs, dropped } = summaryOf(live);
  assert.equal(dropped, 297);
  assert(Math.abs(latencyMs!.median - 50) <= 0.5 && Math.abs(latencyMs!.p95 - 95) <= 1);
  const file = summaryOf(recordsOf(0, 4, happy));
  assert.deepEqual([file.latencyMs, file.dropped], [undefined, undefined]);
});

Deno.test("Summary measures the processing rate", async () => {
  const summary = new Summary();
  for (const record of recordsOf(0, 0.2, happy)) {
    summary.add(record);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { framesPerSecond: rate } = summary.finish();
  assert(rate! > 10 && rate! <= 51, `${rate}`);
  assert.equal(summaryOf([recordAt(0)]).framesPerSecond, undefined);
});

Deno.test("Summary lists the 20 faces seen longest", () => {
  function* records(): Generator<FrameResult> {
    for (let id = 1; id <= 5000; id++) {
      const length = id % 250 === 0 ? 9 : 3;
      for (let i = 0; i < 10; i++) {
        yield recordAt(10 * id + i, ...(i < length ? [{ id, emotion: "happy" }] : []));
      }
    }
  }
  const { faces, facesSeen } = summaryOf(records());
  assert.equal(facesSeen, 5000);
  assert.deepEqual(faces.map(({ id }) => id), Array.from({ length: 20 }, (_, i) => 250 * (i + 1)));
});

Deno.test("Summary is empty for a source without records", () => {
  const { frames, faces, facesSeen, seconds } = summaryOf([]);
  assert.deepEqual([frames, faces, facesSeen, seconds], [0, [], 0, 0]);
});
