import assert from "node:assert/strict";
import type { FrameResult } from "../../src/recognizer.ts";
import { resultFormatter } from "../../src/report/format_result.ts";

const labels = ["happy", "sad"];
const face = {
  box: { x: 10.4, y: 20.6, width: 96, height: 97.2 },
  score: 0.97,
  emotion: "happy",
  confidence: 0.914,
  probabilities: { happy: 0.914, sad: 0.086 },
};
const two: FrameResult = {
  source: 'a "b".mp4',
  frame: 12,
  time: 0.48,
  width: 400,
  height: 300,
  faces: [face, { ...face, emotion: "sad" }],
};
const none: FrameResult = { ...two, faces: [] };

Deno.test("resultFormatter() text gives each face's emotion, percentage and box", () => {
  const { format, header } = resultFormatter("text", labels, false);
  assert.equal(header, undefined);
  assert.equal(
    format(two, false),
    "0:00.480  happy 91% at 10,21 96x97; sad 91% at 10,21 96x97",
  );
  assert.equal(format(none, false), "0:00.480  no face");
});

Deno.test("resultFormatter() text names the source of stills, and of videos where asked", () => {
  assert.equal(resultFormatter("text", labels, false).format(none, true), 'a "b".mp4  no face');
  assert.equal(
    resultFormatter("text", labels, true).format(none, false),
    'a "b".mp4  0:00.480  no face',
  );
});

Deno.test("resultFormatter() ndjson is the record itself on one line", () => {
  const line = resultFormatter("ndjson", labels, false).format(two, false);
  assert(!line.includes("\n"));
  assert.deepEqual(JSON.parse(line), two);
});

Deno.test("resultFormatter() csv quotes cells and keeps the columns of a frame without a face", () => {
  const { header, format } = resultFormatter("csv", labels, false);
  const columns = header!.split(",");
  assert.deepEqual(columns.slice(-2), labels);
  const rows = format(two, false).split("\n");
  assert.equal(
    rows[0],
    '"a ""b"".mp4",12,0.48,400,300,0,10.4,20.6,96,97.2,0.97,happy,0.914,0.914,0.086',
  );
  assert.equal(rows.length, 2);
  const empty = format(none, false).split(",");
  assert.equal(empty.length, columns.length);
  assert(empty.slice(5).every((cell) => cell === ""));
});
