import assert from "node:assert/strict";
import { baselineFactory } from "../../src/emotion/face_baseline.ts";
import type { FaceResult, FrameResult, UncertainReason } from "../../src/result.ts";
import { Tracker, type TrackerOptions } from "../../src/track/tracker.ts";

function face(x: number, happy: number, y = 100): FaceResult {
  return {
    box: { x, y, width: 80, height: 80 },
    score: 0.9,
    emotion: happy > 0.5 ? "happy" : "sad",
    confidence: Math.max(happy, 1 - happy),
    probabilities: { happy, sad: 1 - happy },
  };
}

function record(time: number, ...faces: FaceResult[]): FrameResult {
  return { source: "-", frame: 0, time, width: 640, height: 480, faces };
}

Deno.test("Tracker assigns a number in the second frame and drops it after maxAgeMs", () => {
  const tracker = new Tracker({ maxAgeMs: 500 });
  const ids = [0, 0.04, 0.08, 0.5, 1.2, 1.24].map((time) =>
    tracker.update(record(time, face(100, 1))).faces[0]!.id
  );
  assert.deepEqual(ids, [undefined, 1, 1, 1, undefined, 2]);
});

Deno.test("Tracker follows a face through a video with less than a frame a second", () => {
  const tracker = new Tracker();
  const ids = [0, 5, 10, 15, 65, 70].map((time) =>
    tracker.update(record(time, face(100, 1))).faces[0]!.id
  );
  assert.deepEqual(ids, [undefined, 1, 1, 1, 2, 2]);
});

Deno.test("Tracker calls a head that is shaken turned", () => {
  const tracker = new Tracker({ qualityLimits: { maxYawDegrees: 28 } });
  let turned = 0;
  for (let i = 0; i < 100; i++) {
    const yawDegrees = 50 * Math.sin(2 * Math.PI * i / 25);
    const quality = { sizePx: 80, sharpness: 1, yawDegrees, brightness: 0.5, visibleShare: 1 };
    const [shaken] = tracker.update(record(i / 25, { ...face(100, 0.9), quality })).faces;
    if (shaken!.reasons?.includes("turned")) turned++;
  }
  // Single frames say it of 64.
  assert(turned > 68, `${turned} of 100`);
});

Deno.test("Tracker keeps the numbers of faces that slide past each other", () => {
  const tracker = new Tracker();
  for (let i = 0; i <= 100; i++) {
    const { faces } = tracker.update(record(i / 25, face(5 * i, 1, 60), face(500 - 5 * i, 0, 120)));
    if (i > 0) assert.deepEqual(faces.map(({ id }) => id), [1, 2], `frame ${i}`);
  }
});

Deno.test("Tracker follows no more faces than maxTracks", () => {
  const tracker = new Tracker({ maxTracks: 1 });
  tracker.update(record(0, face(0, 1), face(300, 1)));
  const { faces } = tracker.update(record(0.04, face(0, 1), face(300, 1)));
  assert.deepEqual(faces.map(({ id }) => id), [1, undefined]);
});

for (const fps of [5, 15, 30, 60]) {
  Deno.test(`Tracker shows a switch of expression within 600 ms at ${fps} frames per second`, () => {
    const tracker = new Tracker();
    for (let i = 0; i < 2 * fps; i++) tracker.update(record(i / fps, face(100, 0.95)));
    for (let i = 2 * fps;; i++) {
      const { emotion, probabilities } = tracker.update(record(i / fps, face(100, 0.05))).faces[0]!;
      assert.equal(probabilities.happy, 0.05);
      if (emotion === "sad") break;
      assert(i / fps - 2 < 0.6, "too late");
    }
  });
}

Deno.test("Tracker changes the label of an ambiguous face a third as often", () => {
  const changes = (smoothMs: number): number => {
    const tracker = new Tracker({ smoothMs });
    let count = 0, last = "";
    for (let i = 0; i < 500; i++) {
      const happy = 0.5 + 0.3 * Math.sin(i * 12.9898) * Math.cos(i * 78.233);
      const { emotion } = tracker.update(record(i / 25, face(100, happy))).faces[0]!;
      if (last !== "" && emotion !== last) count++;
      last = emotion;
    }
    return count;
  };
  assert(changes(0) > 30);
  assert(changes(300) <= changes(0) / 3);
});

Deno.test("Tracker marks a smoothed confidence that is too low", () => {
  const tracker = new Tracker({ uncertainBelow: 0.7 });
  tracker.update(record(0, face(100, 0.6)));
  const { uncertain, confidence, smoothed } = tracker.update(record(0.04, face(100, 0.6)))
    .faces[0]!;
  assert.equal(uncertain, true);
  assert.equal(confidence, 0.6);
  assert.deepEqual(smoothed, { happy: 0.6, sad: 0.4 });
});

Deno.test("Tracker steadies a jittering box, follows a moving one, and does neither with smoothMs 0", () => {
  const still = new Tracker(), moving = new Tracker(), raw = new Tracker({ smoothMs: 0 });
  let largest = 0, lag = 0;
  for (let i = 0; i < 100; i++) {
    const tremble = i % 2;
    const steadied = still.update(record(i / 25, face(100 + tremble, 1))).faces[0]!.box.x;
    if (i > 25) largest = Math.max(largest, Math.abs(steadied - 100.5));
    const followed = moving.update(record(i / 25, face(100 + 4 * i, 1))).faces[0]!.box.x;
    lag = 100 + 4 * i - followed;
    assert.equal(
      raw.update(record(i / 25, face(100 + tremble, 1))).faces[0]!.box.x,
      100 + tremble,
    );
  }
  assert(largest < 0.3, `trembles by ${largest}`);
  assert(lag < 4, `lags by ${lag}`);
});

Deno.test("Tracker lags by the same share of a face's width, however large it is", () => {
  const tracker = new Tracker();
  for (let i = 0; i < 25; i++) {
    const shift = 0.1 * Math.sin(i / 3);
    const [small, large] = [20, 400].map((side, at): FaceResult => {
      const box = { x: 1000 * at + side * shift, y: 0, width: side, height: side };
      return { ...face(0, 1), box };
    });
    const [first, second] = tracker.update(record(i / 25, small!, large!)).faces;
    const off = first!.box.x / 20 - (second!.box.x - 1000) / 400;
    assert(Math.abs(off) < 0.01, `${off}`);
  }
});

Deno.test("Tracker learns how a face rests only from frames that show it clearly", () => {
  const settings = { strength: 0.75, neutralLift: 1, neutralShare: 0.3, temperature: 1 };
  const card = { name: "mood", labels: ["sad", "neutral"], baseline: settings };
  const known = (reasons: UncertainReason[]) => {
    const tracker = new Tracker({}, baselineFactory(card, "auto"));
    const resting = { ...face(100, 0), probabilities: { sad: 0.1, neutral: 0.9 }, reasons };
    const records = [0, 1, 2].map((time) => tracker.update(record(time, resting)));
    return records.at(-1)!.faces[0]!.baselineConfidence!;
  };
  assert.equal(known(["turned"]), 0);
  assert(known(["close"]) > 0.2);
});

Deno.test("Tracker takes a video with a slow start for no slow one", () => {
  const tracker = new Tracker();
  const times = [0, 5, ...Array.from({ length: 30 }, (_, i) => 5.04 + i / 25)];
  for (const time of times) tracker.update(record(time, face(100, 1)));
  const { faces } = tracker.update(record(6.24, face(100, 1), face(400, 1)));
  assert.deepEqual(faces.map(({ id }) => id), [1, undefined]);
});

Deno.test("Tracker starts anew where the time goes back", () => {
  const tracker = new Tracker();
  const ids = [9, 9.04, 9.08, 0, 0.04, 0.08].map((time) =>
    tracker.update(record(time, face(100, 1))).faces[0]!.id
  );
  assert.deepEqual(ids, [undefined, 1, 1, undefined, 2, 2]);
});

Deno.test("Tracker takes undefined for a default, and refuses what is no number", () => {
  const { smoothMs, ...options } = {
    smoothMs: undefined,
    maxAgeMs: undefined,
    maxTracks: undefined,
  };
  const tracker = new Tracker({ smoothMs, ...options } as unknown as TrackerOptions);
  tracker.update(record(0, face(100, 1)));
  const [next] = tracker.update(record(0.04, face(100, 0.8))).faces;
  assert.deepEqual([next!.id, next!.smoothed!.happy! > 0.85], [1, true]);
  for (const name of ["smoothMs", "maxAgeMs", "maxTracks"]) {
    for (const value of [NaN, -1]) {
      assert.throws(() => new Tracker({ [name]: value }), {
        code: "option-invalid",
        message: `Cannot follow faces: ${name} must be at least 0, not ${value}`,
      });
    }
  }
});
