import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { decodeImage } from "../src/image/decode_image.ts";
import type { Box } from "../src/geometry.ts";
import { createFrame, type Frame, type FrameOptions } from "../src/image/frame.ts";
import { recognizeFrames } from "../src/pipeline.ts";
import { Recognizer } from "../src/recognizer.ts";
import type { FrameResult } from "../src/result.ts";
import { lag, VideoSearch } from "../src/video_search.ts";
import { compose, type Place } from "./support/compose.ts";
import { readPicture } from "./support/face_goldens.ts";
import { record } from "./support/records.ts";
import { paste, plain, view } from "./support/view.ts";

Deno.test("VideoSearch plans nothing for a picture that is too large to be decoded", () => {
  const bytes = new TextEncoder().encode("P5 1190000 1190000 255\n");
  const plan = new VideoSearch("auto").plan({ bytes, options: { still: false } });
  assert.deepEqual(plan, { index: 0 });
});

Deno.test("VideoSearch looks at a turned JPEG or PNG of a stream as it is when upright", async () => {
  for (const name of ["orientation_3.jpg", "orientation_6.jpg", "orientation_8.png"]) {
    const bytes = await Deno.readFile(new URL(`golden/image/pictures/${name}`, import.meta.url));
    const { width, height } = await decodeImage(bytes);
    const search = new VideoSearch("auto");
    const plan = (time: number) => search.plan({ bytes, options: { still: false, time } });
    for (let i = 0; i < lag; i++) assert.equal(plan(i / 25).where, undefined);
    const { where } = plan(lag / 25);
    assert.deepEqual(where!.looks[0]!.region, { x: 0, y: 0, width, height }, name);
  }
});

Deno.test("VideoSearch plans nothing where a header does not tell the decoded size", async () => {
  const bytes = await Deno.readFile(new URL("golden/image/pictures/turned.heic", import.meta.url));
  const search = new VideoSearch("auto");
  for (let i = 0; i <= lag; i++) {
    const options = { still: false, time: i / 25 };
    assert.equal(search.plan({ bytes, options }).where, undefined);
  }
});

/** Two scenes of 640x480 that have nothing in common, light on the left and at the top. */
const scenes = [(x: number) => x < 320, (_: number, y: number) => y < 240].map((isLight) => {
  const pixels = (_: unknown, i: number) => isLight(i % 640, i / 640) ? 200 : 50;
  return createFrame("gray", 640, 480, Uint8Array.from({ length: 640 * 480 }, pixels));
}) as [Frame, Frame];

/** The scenes as frames of a video, ten of the first and then the second, each with a face. */
function cutVideo(options: FrameOptions = {}): { frame: Frame; box: Box; record: FrameResult }[] {
  return Array.from({ length: 20 }, (_, i) => {
    const scene = i < 10 ? 0 : 1, box = { x: 100 + 300 * scene, y: 90, width: 80, height: 80 };
    const frame = { ...scenes[scene]!, ...options, index: i, time: i / 25, still: false };
    return { frame, box, record: record(frame, [{ box }]) };
  });
}

Deno.test("VideoSearch notices a cut when it plans, and in pictures to decode when they are decoded", () => {
  const bytes = new TextEncoder().encode("P5 640 480 255\n");
  for (const isDecoded of [true, false]) {
    const search = new VideoSearch("auto"), video = cutVideo();
    const seen = video.map(({ frame, record }) => {
      const options = { still: false, time: frame.time };
      const plan = search.plan(isDecoded ? frame : { bytes, options });
      return { isCut: search.update(frame, record, plan), near: plan.where?.near };
    });
    assert.deepEqual(seen.map(({ isCut }) => isCut), video.map((_, i) => i === 10));
    // The result of a frame is known when a later one is planned.
    const cutAt = isDecoded ? 10 : 10 + lag;
    assert.deepEqual(seen[cutAt - 1]!.near, [video[0]!.box]);
    assert.deepEqual(seen[cutAt]!.near, isDecoded ? [] : [video[10]!.box]);
    assert.deepEqual(seen[10 + lag]!.near, [video[10]!.box]);
  }
});

Deno.test("VideoSearch looks near nobody of a video that starts anew right after a late cut", () => {
  const search = new VideoSearch("auto");
  const bytes = new TextEncoder().encode("P5 640 480 255\n");
  const before = cutVideo().slice(0, 12), near: number[] = [];
  for (let i = 0; i < 60; i++) {
    const isAnew = i >= before.length, { frame, record: found } = before[isAnew ? 11 : i]!;
    const time = isAnew ? (i - before.length) / 25 : 100 + i / 25;
    const plan = search.plan({ bytes, options: { still: false, time } });
    near.push(plan.where?.near.length ?? 0);
    search.update({ ...frame, time }, { ...found, time, faces: isAnew ? [] : found.faces }, plan);
  }
  assert.deepEqual(
    near.slice(before.length + lag),
    Array(near.length - before.length - lag).fill(0),
  );
});

Deno.test("VideoSearch looks near nobody of a late result from before a cut", () => {
  const search = new VideoSearch("auto"), video = cutVideo();
  const plans = video.slice(0, 10 + lag).map(({ frame }) => search.plan(frame));
  search.update(video[9]!.frame, video[9]!.record, plans[9]!);
  assert.deepEqual(search.plan(video[10 + lag]!.frame).where!.near, []);
});

Deno.test("VideoSearch searches frames of oblong pixels in square ones", () => {
  const search = new VideoSearch("auto");
  const plans = cutVideo({ pixelAspect: 2 }).slice(0, 1 + lag).map(({ frame, record }) => {
    const plan = search.plan(frame);
    search.update(frame, record, plan);
    return plan;
  });
  const { near, looks } = plans.at(-1)!.where!;
  assert.deepEqual(near, [{ x: 200, y: 90, width: 160, height: 80 }]);
  assert.deepEqual(looks[0]!.region, { x: 0, y: 0, width: 1280, height: 480 });
});

const [astronaut, hopper] = [
  await readPicture("astronaut.png"),
  await readPicture("grace_hopper.jpg"),
];

/** Puts a portrait's head of `side` pixels into a picture. */
function put(picture: Frame, who: "astronaut" | "hopper", side: number, left: number, top: number) {
  const [frame, x, y, size] = who === "astronaut"
    ? [astronaut, 225, 128, 95] as const
    : [hopper, 267, 244, 197] as const;
  const scale = size / side, around = Math.round(2.2 * side), half = around / 2 * scale;
  const head = view(frame, [scale, 0, x - half, 0, scale, y - half], around, around);
  paste(head, picture, left, top);
}

function toPpm({ width, height, data }: Frame): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P6 ${width} ${height} 255\n`);
  const ppm = new Uint8Array(head.length + data.length);
  ppm.set(head);
  ppm.set(data, head.length);
  return ppm;
}

/** How many faces each frame of a video shows, which comes as pixels or as pictures to decode. */
async function counts(
  pictures: readonly Frame[],
  fps: number,
  kind: "pixels" | "pictures" = "pixels",
  timeOf = (index: number) => index / fps,
): Promise<number[]> {
  using recognizer = await Recognizer.load();
  const frames = async function* () {
    for (const [index, picture] of pictures.entries()) {
      const options = { index, time: timeOf(index), still: false };
      yield await Promise.resolve(
        kind === "pixels" ? { ...picture, ...options } : { bytes: toPpm(picture), options },
      );
    }
  };
  const found: number[] = [];
  for await (const { record } of recognizeFrames(recognizer, frames())) {
    found.push(record.faces.length);
  }
  return found;
}

const group = plain(1280, 720, 120);
for (let i = 0; i < 8; i++) {
  put(group, i % 2 === 0 ? "astronaut" : "hopper", 100, 20 + i % 4 * 300, 60 + (i >> 2) * 330);
}

for (const fps of [2, 7, 25]) {
  Deno.test(`recognizeFrames() finds a group in every frame at ${fps} frames a second`, async () => {
    assert.deepEqual(await counts(Array(12).fill(group), fps), Array(12).fill(8));
  });
}

for (const [width, height] of [[640, 480], [1280, 720], [1920, 1080]] as const) {
  for (const kind of ["pixels", "pictures"] as const) {
    Deno.test(`recognizeFrames() finds a newcomer of 26 pixels within half a second in ${width}x${height} of ${kind}, and keeps the face`, async () => {
      const before = plain(width, height, 120);
      put(before, "hopper", 100, 20, 20);
      const joined = { ...before, data: before.data.slice() };
      put(joined, "astronaut", 26, width - 180, height - 120);
      for (const fps of [2, 12]) {
        const seconds = [...Array(fps).fill(before), ...Array(3 * fps).fill(joined)];
        const found = await counts(seconds, fps, kind);
        const cameAt = found.indexOf(2) / fps;
        assert(cameAt >= 1 && cameAt <= Math.max(1.5, 1 + lag / fps), `${found}`);
        const after = found.slice(found.indexOf(2) + lag);
        assert(after.length > 0 && after.every((count) => count === 2), `${found}`);
      }
    });
  }
}

for (
  const [name, timeOf] of [
    ["whose times are all the same", () => 0],
    ["that starts anew", (i: number) => i % 60 / 25],
  ] as const
) {
  Deno.test(`recognizeFrames() finds a newcomer in a video ${name}`, async () => {
    const empty = plain(400, 300, 120), joined = plain(400, 300, 120);
    put(joined, "hopper", 100, 60, 20);
    const pictures = [...Array(60).fill(empty), ...Array(12).fill(joined)];
    const found = await counts(pictures, 25, "pixels", timeOf);
    assert.deepEqual(found.slice(60), Array(12).fill(1));
  });
}

Deno.test("VideoSearch does not grow with a stream of pictures whose headers do not tell their size", async () => {
  const program = fileURLToPath(new URL("support/endless_pictures.ts", import.meta.url));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", "--v8-flags=--expose-gc", program],
  }).output();
  const grownMb = Number(new TextDecoder().decode(stdout) || "NaN");
  assert(grownMb < 5, `${grownMb} MB`);
});

Deno.test("recognizeFrames() finds a small face in the first frames of a video", async () => {
  const picture = plain(1280, 720, 120);
  put(picture, "astronaut", 26, 1000, 500);
  assert.deepEqual(await counts(Array(8).fill(picture), 25), Array(8).fill(1));
});

Deno.test("recognizeFrames() finds a newcomer among what looks a little like faces", async () => {
  const head = { frame: hopper, centre: [267, 244], side: 197 } as const;
  const upsideDown = ([[80, 80], [240, 80], [400, 80], [80, 240], [240, 240]] as const).map(
    (centre): Place => ({ portrait: head, centre, side: 60, degrees: 180 }),
  );
  const newcomer: Place = {
    portrait: { frame: astronaut, centre: [225, 128], side: 95 },
    centre: [420, 300],
    side: 30,
  };
  const [before, joined] = [upsideDown, [...upsideDown, newcomer]].map((places) =>
    compose(plain(480, 360, 120), 480, 360, places)
  ) as [Frame, Frame];
  const found = await counts([...Array(8).fill(before), ...Array(18).fill(joined)], 25);
  assert.equal(found.at(-1), found[7]! + 1, `${found}`);
});
