import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { decodeImage } from "../src/image/decode_image.ts";
import type { Frame } from "../src/image/frame.ts";
import { recognizeFrames } from "../src/pipeline.ts";
import { Recognizer } from "../src/recognizer.ts";
import { lag, VideoSearch } from "../src/video_search.ts";
import { readPicture } from "./support/face_goldens.ts";
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
