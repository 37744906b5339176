import assert from "node:assert/strict";
import type { Frame } from "../../src/image/frame.ts";
import { recognizeFrames } from "../../src/pipeline.ts";
import { Recognizer } from "../../src/recognizer.ts";
import { FaceChange } from "../../src/track/face_change.ts";
import { openInput } from "../../src/source/open_input.ts";
import { fixture } from "../support/ffmpeg.ts";
import { readPicture } from "../support/face_goldens.ts";
import { paste, plain, view } from "../support/view.ts";

/** A portrait's face of 100 pixels in 400x300 of plain grey. */
async function portrait(name: string, x: number, y: number, side: number): Promise<Frame> {
  const scale = side / 100, frame = plain(400, 300, 120);
  const head = view(
    await readPicture(name),
    [scale, 0, x - 70 * scale, 0, scale, y - 70 * scale],
    140,
    140,
  );
  paste(head, frame, 130, 80);
  return frame;
}

const astronaut = await portrait("astronaut.png", 225, 128, 95);
const hopper = await portrait("grace_hopper.jpg", 267, 244, 197);
const box = { x: 150, y: 100, width: 100, height: 100 };

/** In which frames another person stands. */
function changes(frames: readonly Frame[], fps = 25): number[] {
  const change = new FaceChange();
  return frames.flatMap((frame, i) =>
    change.update({ ...frame, time: i / fps }, [box]) === "other" ? [i] : []
  );
}

Deno.test("recognizeFrames() gives nobody a number from before a cut between portraits on the same ground", async () => {
  using recognizer = await Recognizer.load();
  const frames = async function* () {
    for (let i = 0; i < 30; i++) {
      const who = i % 20 < 10 ? astronaut : hopper;
      yield await Promise.resolve({ ...who, index: i, time: i / 25 });
    }
  };
  const ids: (number | undefined)[] = [];
  for await (const { record } of recognizeFrames(recognizer, frames())) {
    ids.push(...record.faces.map(({ id }) => id));
  }
  assert.deepEqual(ids, [1, 2, 3].flatMap((id) => [undefined, ...Array(9).fill(id)]));
});

Deno.test("FaceChange tells nothing of a hand before a part of a face", () => {
  const hand = { ...astronaut, data: astronaut.data.slice() };
  paste(plain(70, 70, 200), hand, 200, 120);
  assert.deepEqual(changes([...Array(10).fill(astronaut), hand, hand, astronaut]), []);
});

Deno.test("FaceChange tells nothing of a light that goes out", () => {
  const dark = { ...astronaut, data: astronaut.data.map((value) => Math.max(0, value - 140)) };
  assert.deepEqual(changes([...Array(10).fill(astronaut), dark, dark, astronaut]), []);
});

Deno.test("FaceChange tells nothing of a face in coarse grain", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const grainy = () => {
    const frame = { ...astronaut, data: astronaut.data.slice() };
    for (let top = 0; top < 300; top += 10) {
      for (let left = 0; left < 400; left += 10) {
        const value = astronaut.data[(top * 400 + left) * 3]! + 300 * (random() - 0.5);
        paste(plain(10, 10, Math.max(0, Math.min(255, value))), frame, left, top);
      }
    }
    return frame;
  };
  assert.deepEqual(changes(Array.from({ length: 40 }, grainy)), []);
});

Deno.test("recognizeFrames() keeps the number of a face beside which a lamp goes on, at 5 frames a second", async () => {
  using recognizer = await Recognizer.load();
  const scale = 1.97, at = [scale, 0, 267 - 200 * scale, 0, scale, 244 - 150 * scale] as const;
  const dim = view(await readPicture("grace_hopper.jpg"), at, 400, 300);
  const light = (value: number, i: number) =>
    Math.floor(i / 3) % 400 > 255 ? Math.min(255, value + 180) : value;
  const lit = { ...dim, data: dim.data.map(light) };
  const frames = async function* () {
    for (let i = 0; i < 20; i++) {
      yield await Promise.resolve({ ...i < 10 ? dim : lit, index: i, time: i / 5 });
    }
  };
  const ids = new Set<number | undefined>();
  for await (const { record } of recognizeFrames(recognizer, frames())) {
    for (const { id } of record.faces) ids.add(id);
  }
  assert.deepEqual([...ids], [undefined, 1]);
});

Deno.test("FaceChange tells nobody for another where a face may have turned meanwhile", () => {
  const frames = [...Array(10).fill(astronaut), ...Array(10).fill(hopper)];
  assert.deepEqual([25, 15, 5].map((fps) => changes(frames, fps)), [[10], [10], []]);
});

Deno.test("recognizeFrames() keeps the number of a face where a video stutters", async () => {
  using recognizer = await Recognizer.load();
  const clip: Frame[] = [];
  for await (const frame of openInput(fixture("webcam.mjpeg"))) {
    clip.push({ ...frame as Frame, data: frame.data.slice() });
  }
  for (const start of [20, 40, 60, 80, 100]) {
    const shown = [
      ...clip.slice(start - 15, start),
      ...Array(12).fill(clip[start]),
      ...clip.slice(start + 15, start + 30),
    ];
    const frames = async function* () {
      for (const [index, frame] of shown.entries()) {
        yield await Promise.resolve({ ...frame, index, time: index / 25 });
      }
    };
    const ids = new Set<number>();
    for await (const { record } of recognizeFrames(recognizer, frames())) {
      for (const { id } of record.faces) if (id !== undefined) ids.add(id);
    }
    assert.deepEqual([...ids], [1], `${start}`);
  }
});

Deno.test("FaceChange goes on after a face of one brightness", () => {
  const frames = [
    ...Array(6).fill(astronaut),
    plain(400, 300, 9),
    ...Array(8).fill(astronaut),
    hopper,
  ];
  assert.deepEqual(changes(frames), [15]);
});

Deno.test("FaceChange tells nothing while one of two people stays", () => {
  const change = new FaceChange();
  const both = (left: Frame, right: Frame) => {
    const frame = plain(800, 300, 120);
    paste(left, frame, 0, 0);
    paste(right, frame, 400, 0);
    return frame;
  };
  const boxes = [box, { ...box, x: box.x + 400 }];
  const frames = [
    ...Array(10).fill(both(astronaut, hopper)),
    both(hopper, hopper),
    both(astronaut, astronaut),
  ];
  const told = frames.map((frame, i) => change.update({ ...frame, time: i / 25 }, boxes));
  assert.deepEqual(told.slice(10), ["same", "other"]);
});
