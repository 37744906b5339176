import assert from "node:assert/strict";
import type { Engine } from "../../src/engine/engine.ts";
import { startEngine } from "../../src/engine/start_engine.ts";
import { ModelError } from "../../src/errors.ts";
import { BlazeFace } from "../../src/face/blazeface.ts";
import type { Detection } from "../../src/face/decode_boxes.ts";
import { FaceDetector } from "../../src/face/detector.ts";
import type { Face } from "../../src/face/face.ts";
import type { Point } from "../../src/geometry.ts";
import { createFrame, type Frame, frameBytes } from "../../src/image/frame.ts";
import { compose, type Place, type Portrait } from "../support/compose.ts";
import {
  type GoldenDetection,
  type GoldenOutputs,
  maxDifference,
  readGolden,
  readPicture,
} from "../support/face_goldens.ts";
import { view } from "../support/view.ts";

const engine = await startEngine();
const detector = await FaceDetector.load(engine);
const short = await BlazeFace.load(engine, "blazeface");
const rocket = await readPicture("rocket.jpg");
const astronaut = {
  frame: await readPicture("astronaut.png"),
  centre: [225, 128],
  side: 95,
} as const;
const hopper = {
  frame: await readPicture("grace_hopper.jpg"),
  centre: [267, 244],
  side: 197,
} as const;

/** One look of the short range at the whole frame, as MediaPipe takes it. */
function lookAtAll(frame: Frame, minScore: number): Promise<Detection[]> {
  return short.find(frame, { x: 0, y: 0, width: frame.width, height: frame.height }, minScore);
}

/** Each place has one face, its size and centre are right within a quarter, and there is no other. */
function assertFound(faces: Face[], places: Place[]): void {
  assert.equal(faces.length, places.length);
  for (const { centre, side } of places) {
    const face = faces.find(({ box }) =>
      Math.abs(box.x + box.width / 2 - centre[0]) < side / 4 &&
      Math.abs(box.y + box.height / 2 - centre[1]) < side / 4
    );
    assert(face, `no face at ${centre}`);
    assert(Math.abs(face.box.width / side - 1) < 0.25, `${face.box.width} instead of ${side}`);
  }
}

const golden = await readGolden<Record<string, GoldenDetection[]>>("detections.json");

for (const [name, expected] of Object.entries(golden)) {
  Deno.test(`detect() finds the faces of MediaPipe in ${name}`, async () => {
    const places = expected.map(({ points: [x, y, right, bottom] }): Place => ({
      portrait: astronaut,
      centre: [(x! + right!) / 2, (y! + bottom!) / 2],
      side: right! - x!,
    }));
    assertFound(await detector.detect(await readPicture(name)), places);
  });

  Deno.test(`BlazeFace.find() gives the faces of MediaPipe in ${name}`, async () => {
    const faces = await lookAtAll(await readPicture(name), 0.5);
    assert.equal(faces.length, expected.length);
    faces.forEach((face, i) => {
      const { score, points } = expected[i]!;
      assert(Math.abs(face.score - score) < 0.03);
      // MediaPipe takes one source pixel of many where we take their mean: 7% of the box's side.
      const off = maxDifference(face.points, points) / (points[2]! - points[0]!);
      assert(off < 0.07, `${off}`);
    });
  });
}

for (
  const [name, { merged }] of Object.entries(await readGolden<GoldenOutputs[]>("outputs.json"))
) {
  Deno.test(`BlazeFace.find() follows TensorFlow Lite and MediaPipe's formulas on ${name}`, async () => {
    const faces = await lookAtAll(await readPicture(`${name}_128.png`), 0.1);
    assert.equal(faces.length, merged.length);
    faces.forEach((face, i) => {
      assert(Math.abs(face.score - merged[i]!.score) < 1e-4);
      const expected = merged[i]!.points.map((fraction) => fraction * 128);
      assert(maxDifference(face.points, expected) < 0.01);
    });
  });
}

const turned = (portrait: Portrait, degrees: number) =>
  compose(rocket, 640, 480, [{ portrait, centre: [320, 240], side: 150, degrees }]);
const uprightRolls = new Map<Portrait, number>();
for (const portrait of [astronaut, hopper]) {
  const [upright] = await detector.detect(turned(portrait, 0));
  uprightRolls.set(portrait, roll(upright!));
}

for (const degrees of [15, -15, 30, -30, 45, -45, 60, -60]) {
  Deno.test(`detect() finds faces rotated by ${degrees} degrees and their roll`, async () => {
    for (const [portrait, upright] of uprightRolls) {
      const [face, ...others] = await detector.detect(turned(portrait, degrees));
      assert.equal(others.length, 0);
      const off = roll(face!) - upright - degrees;
      assert(Math.abs(off) < 10, `off by ${off} degrees`);
    }
  });
}

function roll({ landmarks: { rightEye, leftEye } }: Face): number {
  return Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]) * 180 / Math.PI;
}

Deno.test("detect() finds a tiny face, 6% of the frame's width", async () => {
  for (const portrait of [astronaut, hopper]) {
    for (const centre of [[60, 50], [320, 240], [400, 130], [590, 420]] as const) {
      const place = { portrait, centre, side: 0.06 * 640 };
      assertFound(await detector.detect(compose(rocket, 640, 480, [place])), [place]);
    }
  }
});

const crowd: Place[] = [
  { portrait: astronaut, centre: [250, 300], side: 200 },
  { portrait: hopper, centre: [560, 500], side: 120 },
  { portrait: astronaut, centre: [640, 160], side: 90, degrees: 20 },
  { portrait: hopper, centre: [850, 300], side: 150, degrees: -20 },
  { portrait: astronaut, centre: [1100, 580], side: 80 },
  { portrait: hopper, centre: [1150, 200], side: 85 },
];

Deno.test("detect() finds six faces from 6% to 16% of the width", async () => {
  const frame = compose(rocket, 1280, 720, crowd);
  assertFound(await detector.detect(frame), crowd);
});

Deno.test("detect() finds all faces of a crowd that one look at the picture hardly shows", async () => {
  const places = Array.from({ length: 16 }, (_, i): Place => ({
    portrait: i % 2 === 0 ? hopper : astronaut,
    centre: [64 + 128 * (i % 4), 64 + 128 * (i >> 2)],
    side: 24,
  }));
  assertFound(await detector.detect(compose(rocket, 512, 512, places)), places);
});

/** A picture in which a portrait's face has this centre and side. */
function closeUp(portrait: Portrait, [x, y]: Point, side: number, width: number, height: number) {
  const scale = portrait.side / side, [centreX, centreY] = portrait.centre;
  const toPortrait = [scale, 0, centreX - x * scale, 0, scale, centreY - y * scale] as const;
  return view(portrait.frame, toPortrait, width, height);
}

Deno.test("detect() finds a face that the edge cuts off by a third", async () => {
  for (
    const [portrait, x, side] of [[astronaut, 28, 240], [hopper, 24, 240], [
      astronaut,
      234,
      220,
    ]] as const
  ) {
    const place: Place = { portrait, centre: [x, 128], side };
    assertFound(await detector.detect(closeUp(portrait, place.centre, side, 256, 256)), [place]);
  }
});

Deno.test("detect() finds a large face under strong grain", async () => {
  for (const portrait of [astronaut, hopper]) {
    const place: Place = { portrait, centre: [150, 150], side: 120 };
    const picture = closeUp(portrait, place.centre, place.side, 300, 300);
    for (const strength of [120, 180]) {
      const data = picture.data.map((value, i) => {
        const grain = Math.sin(Math.floor(i / 3) * 12.9898) * 43758.5453 % 1;
        return Math.min(Math.max(value + strength * grain, 0), 255);
      });
      assertFound(await detector.detect({ ...picture, data }), [place]);
    }
  }
});

Deno.test("detect() leaves a large face as it is though it also looks for small ones", async () => {
  for (const portrait of [astronaut, hopper]) {
    const picture = closeUp(portrait, [250, 180], 280, 640, 360);
    const expected = await detector.detect(picture, { detect: "fast" });
    assert.equal(expected.length, 1);
    assert.deepEqual(await detector.detect(picture), expected);
  }
});

Deno.test("detect() finds no face in the suit below one", async () => {
  for (const [x, y, side] of [[80, 140, 140], [120, 140, 140], [120, 140, 180], [40, 180, 220]]) {
    const scale = side! / 256;
    const part = view(astronaut.frame, [scale, 0, x!, 0, scale, y!], 256, 256);
    assert.deepEqual(await detector.detect(part), [], `${x},${y}`);
  }
});

Deno.test("detect() returns the most confident faces first, within maxFaces and minScore", async () => {
  const frame = compose(rocket, 1280, 720, crowd);
  const all = await detector.detect(frame);
  const scores = all.map(({ score }) => score);
  assert.deepEqual(scores, scores.toSorted((a, b) => b - a));
  assert.deepEqual(await detector.detect(frame, { maxFaces: 2 }), all.slice(0, 2));
  const minScore = scores[3]! - 1e-6;
  const sure = await detector.detect(frame, { minScore });
  assert(sure.length > 0 && sure.every(({ score }) => score >= minScore));
});

const empty: Record<string, (x: number, y: number) => number> = {
  "a flat grey": () => 128,
  "a gradient": (x, y) => (x + y) / 4,
  "a chessboard": (x, y) => ((x >> 5) + (y >> 5)) % 2 * 255,
  "stripes": (x, y) => 128 + 127 * Math.sin((x + y) / 12),
  "noise": (x, y) => (Math.sin(x * 12.9898 + y * 78.233) * 43758.5453 % 1 + 1) * 127,
};

for (const [name, value] of Object.entries(empty)) {
  Deno.test(`detect() finds no face in ${name}`, async () => {
    const data = Uint8Array.from({ length: 640 * 480 }, (_, i) => value(i % 640, i / 640 | 0));
    const frame = createFrame("gray", 640, 480, data);
    assert.deepEqual(await detector.detect(frame), []);
  });
}

for (const [side, radius, ground] of [[371, 170, 128], [371, 120, 0], [256, 110, 128]] as const) {
  Deno.test(`detect() finds no face in rings, ${radius} pixels in ${side}`, async () => {
    const data = Uint8Array.from({ length: side * side }, (_, i) => {
      const share = Math.hypot(i % side - side / 2, (i / side | 0) - side / 2) / radius;
      return share > 1 ? ground : Math.floor(5 * share) % 2 * 255;
    });
    assert.deepEqual(await detector.detect(createFrame("gray", side, side, data)), []);
  });
}

Deno.test("find() sees the same box in a mirror, and the eyes exchanged", async () => {
  for (const { frame, centre: [x, y], side } of [astronaut, hopper]) {
    const region = { x: x - side, y: y - side, width: 2 * side, height: 2 * side };
    const [one] = await short.find(frame, region, 0.5);
    const [other] = await short.find(frame, region, 0.5, true);
    const points = [...other!.points];
    points.splice(4, 4, ...points.slice(6, 8), ...points.slice(4, 6));
    assert(maxDifference(points.slice(0, 8), one!.points.subarray(0, 8)) < side / 10);
  }
});

Deno.test("detect() finds no face in the parts of a rocket launch", async () => {
  assert.deepEqual(await detector.detect(rocket), []);
  assert.deepEqual(await detector.detect(compose(rocket, 512, 512, [])), []);
});

Deno.test("detect() accepts frames of one pixel, one row and one column", async () => {
  for (const [width, height] of [[1, 1], [900, 1], [1, 900]] as const) {
    const frame = createFrame("gray", width, height, new Uint8Array(width * height));
    assert.deepEqual(await detector.detect(frame), []);
  }
});

Deno.test("detect() finds the face of a grey or planar frame", async () => {
  const { frame: { width, height, data }, ...place } = astronaut;
  const grey = createFrame("gray", width, height, data.filter((_, i) => i % 4 === 1));
  assertFound(await detector.detect(grey), [{ portrait: astronaut, ...place }]);
  const planes = new Uint8Array(frameBytes("yuv420p", width, height)).fill(128);
  planes.set(grey.data);
  const planar = createFrame("yuv420p", width, height, planes, { fullRange: true });
  assert.deepEqual(await detector.detect(planar), await detector.detect(grey));
});

/** Counts the passes of a network and may give it another shape. */
function watched(counts: { runs: number; disposed: number }, inputShape?: number[]): Engine {
  return {
    ...engine,
    async load(graph, weights) {
      const session = await engine.load(graph, weights);
      return {
        inputShape: inputShape ?? session.inputShape,
        outputShapes: session.outputShapes,
        run: (input, batch) => (counts.runs++, session.run(input, batch)),
        [Symbol.dispose]: () => (counts.disposed++, session[Symbol.dispose]()),
      };
    },
  };
}

Deno.test("detect() takes two passes for a face in 512x512, and 8 where 640x480 shows none", async () => {
  const counts = { runs: 0, disposed: 0 };
  const passes = async (frame: Frame) => {
    counts.runs = 0;
    await watchedDetector.detect(frame);
    return counts.runs;
  };
  const watchedDetector = await FaceDetector.load(watched(counts));
  const grey = (width: number, height: number) =>
    createFrame("gray", width, height, new Uint8Array(width * height).fill(128));
  assert.equal(await passes(astronaut.frame), 2);
  assert.equal(await passes(grey(640, 480)), 8);
  assert.equal(await passes(grey(255, 200)), 2);
  watchedDetector[Symbol.dispose]();
  assert.equal(counts.disposed, 2);
});

Deno.test("FaceDetector.load() refuses a network that its card does not describe", async () => {
  const counts = { runs: 0, disposed: 0 };
  await assert.rejects(
    () => FaceDetector.load(watched(counts, [64, 64, 3])),
    (error) => error instanceof ModelError && /its card says 128,128,3/.test(error.message),
  );
  assert.equal(counts.disposed, 2);
});
