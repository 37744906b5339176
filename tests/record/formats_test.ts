import assert from "node:assert/strict";
import type { FaceResult, FrameResult, UncertainReason } from "../../src/result.ts";
import { RECORD_FORMATS } from "../../src/record/formats.ts";

const labels = ["happy", "sad"];
const video = { still: false }, still = { still: true };
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

Deno.test("RECORD_FORMATS text gives each frame's faces and their boxes with `verbose`", () => {
  const text = RECORD_FORMATS.text({ labels, verbose: true });
  assert.equal(text.header, undefined);
  assert.equal(
    text.format(two, video),
    "0:00.480  happy 91% at 10,21 96x97; sad 91% at 10,21 96x97",
  );
  assert.equal(text.format(none, video), "0:00.480  no face");
  assert.equal(
    text.format({ ...two, faces: [face] }, still),
    'a "b".mp4  happy 91% at 10,21 96x97',
  );
});

Deno.test("RECORD_FORMATS text names the source of stills, and of videos on request", () => {
  assert.equal(RECORD_FORMATS.text({ labels }).format(none, still), 'a "b".mp4  no face');
  assert.equal(
    RECORD_FORMATS.text({ labels, showSource: true }).format(none, video),
    'a "b".mp4  0:00.5  no face',
  );
});

Deno.test("RECORD_FORMATS text gives ids, and marks uncertain labels", () => {
  const faces = [{ ...face, id: 1 }, {
    ...face,
    id: 102,
    confidence: 0.335,
    uncertain: true as const,
    reasons: ["close", "dark", "cut off"] as UncertainReason[],
  }];
  assert.equal(
    RECORD_FORMATS.text({ labels, verbose: true }).format({ ...two, faces }, video),
    "0:00.480  #1 happy 91% at 10,21 96x97; #102 uncertain (happy 34%, dark, cut off) at 10,21 96x97",
  );
});

Deno.test("RECORD_FORMATS ndjson is the record itself on one line", () => {
  const line = RECORD_FORMATS.ndjson({ labels }).format(two, video);
  assert(!line.includes("\n"));
  assert.deepEqual(JSON.parse(line), two);
});

Deno.test("RECORD_FORMATS csv quotes cells and keeps the columns of a frame without a face", () => {
  const { header, format } = RECORD_FORMATS.csv({ labels });
  const columns = header!.split(",");
  assert.deepEqual(columns.slice(13), [
    ...labels,
    ...["id", "uncertain", "smoothed_happy", "smoothed_sad", "latency", "dropped"],
    ...["reasons", "size", "sharpness", "yaw", "roll", "brightness", "visible"],
    ...["baseline_confidence", "adjusted_happy", "adjusted_sad", "baseline"],
  ]);
  const rows = format(two, video).split("\n");
  assert.equal(
    rows[0],
    '"a ""b"".mp4",12,0.48,400,300,0,10.4,20.6,96,97.2,0.97,happy,0.914,0.914,0.086,,false,,,,,,,,,,,,,,,',
  );
  assert.equal(rows.length, 2);
  // What ends a line for some readers.
  for (const source of ["a\rb.mp4", "a\nb.mp4", "a,b.mp4"]) {
    assert(format({ ...none, source }, video).startsWith(`"${source}",12`));
  }
  const empty = format(none, video).split(",");
  assert.equal(empty.length, columns.length);
  assert(empty.slice(5).every((cell) => cell === ""));
});

Deno.test("RECORD_FORMATS csv has the fields of tracking and live sources", () => {
  const { format } = RECORD_FORMATS.csv({ labels });
  const followed: FaceResult = {
    ...face,
    id: 7,
    uncertain: true,
    reasons: ["turned", "cut off"],
    quality: {
      sizePx: 96,
      sharpness: 0.5,
      yawDegrees: -40,
      rollDegrees: 3,
      brightness: 0.4,
      visibleShare: 0.6,
    },
    adjusted: { happy: 0.3, sad: 0.7 },
    baselineConfidence: 0.8,
    smoothed: { happy: 0.6, sad: 0.4 },
  };
  const live = { ...two, latencyMs: 41.5, dropped: 3, baseline: "auto" };
  const cells = format({ ...live, faces: [followed] }, video).split(",");
  assert.deepEqual(cells.slice(15), [
    ...["7", "true", "0.6", "0.4", "41.5", "3"],
    ...["turned + cut off", "96", "0.5", "-40", "3", "0.4", "0.6", "0.8", "0.3", "0.7", "auto"],
  ]);
  assert.deepEqual(format({ ...live, faces: [] }, video).split(",").slice(15), [
    ...["", "", "", "", "41.5", "3", ...Array(10).fill(""), "auto"],
  ]);
});

Deno.test("RECORD_FORMATS srt and vtt end with finish()", () => {
  const srt = RECORD_FORMATS.srt({ labels });
  assert.equal(srt.format(two, video), "");
  assert.equal(srt.finish!(), "1\n00:00:00,480 --> 00:00:00,520\nhappy, sad\n");
  assert.equal(RECORD_FORMATS.vtt({ labels }).header, "WEBVTT\n");
});
