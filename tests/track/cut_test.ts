import assert from "node:assert/strict";
import { createFrame } from "../../src/image/frame.ts";
import { recognizeFrames } from "../../src/pipeline.ts";
import { Recognizer } from "../../src/recognizer.ts";
import type { FaceResult } from "../../src/result.ts";
import { CutDetector } from "../../src/track/cut_detector.ts";
import { sceneGrid } from "../../src/track/scene_grid.ts";
import { openInput } from "../../src/source/open_input.ts";
import { readPicture } from "../support/face_goldens.ts";
import { fixture } from "../support/ffmpeg.ts";
import { plain, view } from "../support/view.ts";

/** A portrait as a frame of a video, its face of 100 pixels in the middle of 400x300. */
async function scene(name: string, x: number, y: number, side: number) {
  const portrait = await readPicture(name), scale = side / 100;
  return view(portrait, [scale, 0, x - 200 * scale, 0, scale, y - 150 * scale], 400, 300);
}

const astronaut = await scene("astronaut.png", 225, 128, 95);
const hopper = await scene("grace_hopper.jpg", 267, 244, 197);

Deno.test("recognizeFrames() gives nobody a number or probabilities from before a hard cut", async () => {
  using recognizer = await Recognizer.load();
  const frames = async function* () {
    for (let i = 0; i < 20; i++) {
      yield await Promise.resolve({ ...i < 10 ? astronaut : hopper, index: i, time: i / 25 });
    }
  };
  const faces: FaceResult[] = [];
  for await (const { record } of recognizeFrames(recognizer, frames())) {
    assert.equal(record.faces.length, 1);
    faces.push(record.faces[0]!);
  }
  const ids = faces.map(({ id }) => id);
  assert.deepEqual(ids.slice(0, 10), [undefined, ...Array(9).fill(1)]);
  assert.deepEqual(ids.slice(10), [undefined, ...Array(9).fill(2)]);
  assert.deepEqual(faces[10]!.smoothed, faces[10]!.probabilities);
  assert.deepEqual(faces.map(({ emotion }) => emotion), [
    ...Array(10).fill("happy"),
    ...Array(10).fill("neutral"),
  ]);
});

Deno.test("CutDetector takes neither movement, nor a flash, nor a plain scene for a cut", async () => {
  const cuts = new CutDetector();
  for await (const frame of openInput(fixture("webcam.mjpeg"))) {
    assert(cuts.compare(sceneGrid(frame)) === "none");
  }
  const bright = { ...astronaut, data: astronaut.data.map((value) => Math.min(255, 1.6 * value)) };
  cuts.compare(sceneGrid(astronaut));
  for (const frame of [bright, astronaut]) assert(cuts.compare(sceneGrid(frame)) === "none");
  const black = plain(400, 300, 0);
  const dark = new CutDetector();
  for (const frame of [black, plain(400, 300, 3), black]) {
    assert(dark.compare(sceneGrid(frame)) === "none");
  }
});

Deno.test("CutDetector takes neither a fast turn of the camera nor a faint shadow for a cut", async () => {
  const turning = new CutDetector(), portrait = await readPicture("astronaut.png");
  for (const left of [0, 20, 40, 60]) {
    const turned = view(portrait, [1, 0, left, 0, 1, 0], 400, 300);
    assert(turning.compare(sceneGrid(turned)) === "none", `${left}`);
  }
  const shaded = new CutDetector();
  for (const isShaded of [(x: number) => x < 200, (_: number, y: number) => y < 150]) {
    const pixels = (_: unknown, i: number) => isShaded(i % 400, i / 400) ? 125 : 131;
    const wall = createFrame("gray", 400, 300, Uint8Array.from({ length: 400 * 300 }, pixels));
    assert(shaded.compare(sceneGrid(wall)) === "none");
  }
});

for (const brightness of [0, 90, 255]) {
  Deno.test(`CutDetector looks past frames of nothing but ${brightness}`, () => {
    const between = plain(400, 300, brightness), cuts = new CutDetector();
    const frames = [between, astronaut, between, between, astronaut, between, hopper];
    assert.deepEqual(frames.map((frame) => cuts.compare(sceneGrid(frame)) === "sure"), [
      ...[false, false, false, false, false, false, true],
    ]);
  });
}

for (const [fps, isTold] of [[25, true], [5, true], [1, false]] as const) {
  Deno.test(`recognizeFrames() ${isTold ? "ends" : "keeps"} tracks where a scene like the one before follows at ${fps} frames a second`, async () => {
    using recognizer = await Recognizer.load();
    // The upper half stays, and the face stands elsewhere.
    const other = { ...hopper, data: hopper.data.slice() };
    const moved = view(hopper, [1, 0, 45, 0, 1, 20], 400, 300);
    other.data.set(moved.data.subarray(moved.data.length / 3), moved.data.length / 3);
    const frames = async function* () {
      for (let i = 0; i < 24; i++) {
        yield await Promise.resolve({ ...i < 12 ? hopper : other, index: i, time: i / fps });
      }
    };
    const ids: (number | undefined)[] = [];
    for await (const { record } of recognizeFrames(recognizer, frames())) {
      ids.push(...record.faces.map(({ id }) => id));
    }
    assert.equal(Math.max(...ids.map((id) => id ?? 0)), isTold ? 2 : 1, `${ids}`);
  });
}

Deno.test("CutDetector tells a cut between two dark scenes", () => {
  const dim = (frame: typeof hopper) => ({ ...frame, data: frame.data.map((v) => 0.15 * v) });
  const cuts = new CutDetector();
  assert.deepEqual(
    [astronaut, hopper, hopper].map((frame) => cuts.compare(sceneGrid(dim(frame))) === "sure"),
    [
      ...[false, true, false],
    ],
  );
});

Deno.test("CutDetector tells a cut from one scene to another", () => {
  const cuts = new CutDetector();
  assert.deepEqual(
    [astronaut, hopper, hopper, astronaut].map((frame) =>
      cuts.compare(sceneGrid(frame)) === "sure"
    ),
    [
      ...[false, true, false, true],
    ],
  );
});
