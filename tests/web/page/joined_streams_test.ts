import assert from "node:assert/strict";
import type { FaceResult, FrameResult } from "../../../src/result.ts";
import { JoinedStreams } from "../../../src/web/page/joined_streams.js";

/** A record of a stream. */
function record(ids: (number | undefined)[], dropped: number): FrameResult {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const face = { box, score: 1, emotion: "sad", confidence: 1, probabilities: { sad: 1 } };
  const faces: FaceResult[] = ids.map((id) => ({ ...face, ...(id !== undefined && { id }) }));
  return { source: "-", frame: 0, time: 0, width: 2, height: 2, dropped, faces };
}

Deno.test("JoinedStreams goes on with ids and dropped frames", () => {
  const streams = [
    [record([1, undefined], 0), record([2, 1], 3)],
    [record([], 0)],
    [record([2], 1), record([1], 1)],
    [record([1], 0)],
  ];
  const joined = new JoinedStreams();
  const all = streams.flatMap((records) => {
    joined.begin();
    return records.map((record) => joined.add(record));
  });
  assert.deepEqual(all.map(({ faces }) => faces.map(({ id }) => id)), [
    [1, undefined],
    [2, 1],
    [],
    [4],
    [3],
    [5],
  ]);
  assert.deepEqual(all.map(({ dropped }) => dropped), [0, 3, 3, 4, 4, 4]);
});
