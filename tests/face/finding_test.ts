// What a face finder must reach, on pictures made of the two portraits.
import assert from "node:assert/strict";
import { startEngine } from "../../src/engine/start_engine.ts";
import { FaceDetector } from "../../src/face/detector.ts";
import type { Face } from "../../src/face/face.ts";
import type { Affine } from "../../src/geometry.ts";
import { Recognizer } from "../../src/recognizer.ts";
import { readPicture } from "../support/face_goldens.ts";
import { paste, plain, view } from "../support/view.ts";

const detector = await FaceDetector.load(await startEngine());
const portraits = [
  { frame: await readPicture("astronaut.png"), centre: [225, 128], side: 95 },
  { frame: await readPicture("grace_hopper.jpg"), centre: [267, 244], side: 197 },
] as const;

/** Whether a face is at a place, with a box of about the right size. */
function isAt({ box }: Face, x: number, y: number, side: number): boolean {
  const off = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) / side;
  return off < 0.4 && box.width > 0.6 * side && box.width < 1.7 * side;
}

Deno.test("detect() finds 46 of 48 small portraits and nothing else", async () => {
  const [width, height] = [100, 110];
  const sheet = plain(12 * width, 4 * height, 0);
  const places: [number, number, number][] = [];
  for (let i = 0; i < 48; i++) {
    const { frame, centre: [faceX, faceY], side } = portraits[i % 2]!;
    const scale = [frame.width / width, frame.height / height] as const;
    const turn = (Math.sin(7 * i) * 15) * Math.PI / 180, flip = i % 3 === 0 ? -1 : 1;
    const cos = Math.cos(turn), sin = Math.sin(turn);
    // Turned about the middle of the tile, then mirrored and scaled to the portrait.
    const [a, b, d, e] = [
      flip * scale[0] * cos,
      -flip * scale[0] * sin,
      scale[1] * sin,
      scale[1] * cos,
    ];
    const toFrame: Affine = [
      a,
      b,
      frame.width / 2 - a * width / 2 - b * height / 2,
      d,
      e,
      frame.height / 2 - d * width / 2 - e * height / 2,
    ];
    const left = i % 12 * width, top = Math.floor(i / 12) * height;
    paste(
      view(frame, toFrame, width, height, { dimmed: 0.6 + 0.4 * (i * 5 % 7) / 6 }),
      sheet,
      left,
      top,
    );
    const x = faceX - toFrame[2], y = faceY - toFrame[5], determinant = a * e - b * d;
    places.push([
      left + (e * x - b * y) / determinant,
      top + (a * y - d * x) / determinant,
      side / scale[0],
    ]);
  }
  const faces = await detector.detect(sheet);
  const found = places.filter((place) => faces.some((face) => isAt(face, ...place)));
  assert(found.length >= 46, `${found.length} found`);
  assert.equal(faces.length, found.length);
});

for (const share of [3, 6, 12, 20, 40]) {
  Deno.test(`detect() finds a portrait of 1/${share} of the width of 1920x1080`, async () => {
    const { frame, centre: [x, y], side } = portraits[1];
    const scale = frame.width * share / 1920;
    const width = Math.round(frame.width / scale), height = Math.round(frame.height / scale);
    const picture = plain(1920, 1080, 120);
    paste(view(frame, [scale, 0, 0, 0, scale, 0], width, height), picture, 700, 200);
    const faces = await detector.detect(picture);
    assert.equal(faces.length, 1);
    assert(isAt(faces[0]!, 700 + x / scale, 200 + y / scale, side / scale));
  });
}

Deno.test("detect() lets no oversized box hide the face in it", async () => {
  const { frame, centre: [x, y] } = portraits[1];
  const scale = frame.height / 800, width = Math.round(frame.width / scale);
  const picture = plain(2500, 1000, 0);
  paste(view(frame, [scale, 0, 0, 0, scale, 0], width, 800), picture, 0, 0);
  using recognizer = await Recognizer.load();
  const { faces } = await recognizer.recognize({ ...picture, still: true });
  assert.equal(faces.length, 1);
  assert(isAt(faces[0]! as unknown as Face, x / scale, y / scale, 266));
  assert(Math.abs(faces[0]!.box.width / 266 - 1) < 0.1, `${faces[0]!.box.width}`);
  assert.equal(faces[0]!.emotion, "neutral");
});

for (const [name, { frame, centre: [x, y], side }] of Object.entries(portraits)) {
  Deno.test(`detect() finds a face cut by the edge or leaves it out: portrait ${name}`, async () => {
    let found = 0;
    const width = 2.4 * side, scale = width / 300;
    for (const [right, down] of [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1]] as const) {
      for (const cut of [-0.2, 0, 0.2, 0.4, 0.6, 0.8]) {
        // The middle of the part is so far from the face that the edge takes `cut` of its box.
        const off = width / 2 - side / 2 + cut * side;
        const left = x + right * off - width / 2, top = y + down * off - width / 2;
        const part = view(frame, [scale, 0, left, 0, scale, top], 300, 300);
        for (const face of await detector.detect(part)) {
          const place = [(x - left) / scale, (y - top) / scale, side / scale] as const;
          assert(isAt(face, ...place), `${JSON.stringify([right, down, cut, face.box, place])}`);
          found++;
        }
      }
    }
    assert(found >= 12, `${found} of 36 found`);
  });

  Deno.test(`detect() finds a face that fills the picture: portrait ${name}`, async () => {
    for (const share of [0.5, 0.75, 1]) {
      for (const size of [48, 300, 1000]) {
        const scale = side / share / size, half = side / share / 2;
        const part = view(frame, [scale, 0, x - half, 0, scale, y - half], size, size);
        const faces = await detector.detect(part);
        assert.equal(faces.length, 1, `${share} of ${size}`);
        assert(isAt(faces[0]!, size / 2, size / 2, share * size));
      }
    }
  });
}
