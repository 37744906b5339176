import assert from "node:assert/strict";
import { OptionError } from "../../src/errors.ts";
import { neutralBaseline, restingBaseline } from "../../src/emotion/baseline.ts";
import { baselineFactory, baselineName } from "../../src/emotion/face_baseline.ts";
import { FirstSeconds } from "../../src/emotion/first_seconds.ts";
import { RestingMoments } from "../../src/emotion/resting_moments.ts";

const settings = { strength: 0.75, neutralLift: 1, neutralShare: 0.3, temperature: 1 };
const card = { name: "mood", labels: ["angry", "neutral"], baseline: settings };

Deno.test("RestingMoments relies on a face the more, the longer it has been seen", () => {
  const learner = new RestingMoments(1, settings);
  let last = 0;
  for (let frame = 0; frame <= 500; frame++) {
    const confidence = learner.add([0.1, 0.9], frame / 25)?.confidence ?? 0;
    assert(confidence >= last);
    last = confidence;
  }
  assert(last > 0.7 && last < 0.9 ** 2);
});

Deno.test("RestingMoments does not rely on a face that never rests", () => {
  const learner = new RestingMoments(1, settings);
  for (let frame = 0; frame < 500; frame++) learner.add([0.9, 0.1], frame / 25);
  assert(learner.add([0.9, 0.1], 20)!.confidence < 0.01);
});

Deno.test("RestingMoments takes the most neutral moments, at every frame rate and of a long video", () => {
  const at = (time: number) => Math.floor(time) % 2 === 0 ? [0.3, 0.7] : [0.95, 0.05];
  const { logs } = restingBaseline([at(0)], 1, settings);
  for (const [fps, seconds] of [[1, 20], [5, 20], [25, 20], [5, 1000]] as const) {
    const learner = new RestingMoments(1, settings);
    let known;
    for (let i = 0; i < fps * seconds; i++) known = learner.add(at(i / fps), i / fps);
    assert(known!.logs.every((log, i) => Math.abs(log - logs[i]!) < 0.05), `${fps}, ${seconds}`);
  }
});

Deno.test("RestingMoments keeps moments of all parts of a long video", () => {
  const resting = [0.3, 0.7], { logs } = restingBaseline([resting], 1, settings);
  for (const restsFrom of [0, 130, 260]) {
    const learner = new RestingMoments(1, settings);
    let known;
    for (let time = 0; time < 400; time += 0.25) {
      const isResting = time >= restsFrom && time < restsFrom + 140;
      known = learner.add(isResting ? resting : [0.95, 0.05], time);
    }
    assert(known!.logs.every((log, i) => Math.abs(log - logs[i]!) < 0.05), `${restsFrom}`);
  }
});

Deno.test("FirstSeconds knows the mean of the first moments, and nothing before their end", () => {
  const learner = new FirstSeconds(3000);
  const early = [[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]];
  for (const [i, probabilities] of early.entries()) {
    assert.equal(learner.add(probabilities, 10 + i), undefined);
  }
  for (const time of [13, 14]) {
    assert.deepEqual(learner.add([0.9, 0.1], time), neutralBaseline(early));
  }
});

Deno.test("FirstSeconds waits for a first frame where frames are far apart", () => {
  const learner = new FirstSeconds(100);
  assert.equal(learner.add([0.2, 0.8], 0), undefined);
  assert.deepEqual(learner.add([0.9, 0.1], 5), neutralBaseline([[0.2, 0.8]]));
});

const plain = { angry: 0.2, neutral: 0.8 };

Deno.test("FaceBaseline learns nothing from frames that do not show the face clearly", () => {
  const newBaseline = baselineFactory(card, { firstMs: 3000 })!;
  const baseline = newBaseline(), other = newBaseline();
  for (let i = 0; i <= 20; i++) {
    const clear = baseline.read(plain, i / 5);
    assert.deepEqual(other.read(plain, i / 5), clear);
    other.read({ angry: 0.05, neutral: 0.95 }, i / 5 + 0.1, false);
  }
  const hidden = baselineFactory(card, "auto")!();
  for (let i = 0; i < 50; i++) assert.equal(hidden.read(plain, i / 5, false).confidence, 0);
});

Deno.test("baselineFactory() gives each face a baseline of its own", () => {
  const newBaseline = baselineFactory(card, { firstMs: 10 })!;
  const [first, second] = [newBaseline(), newBaseline()];
  first.read({ angry: 0.4, neutral: 0.6 }, 0);
  second.read({ angry: 0.1, neutral: 0.9 }, 0);
  const [a, b] = [first, second].map((it) =>
    it.read({ angry: 0.5, neutral: 0.5 }, 1).probabilities.angry!
  );
  assert(a! < b!);
});

Deno.test("baselineFactory() needs settings for a baseline that was asked for", () => {
  const without = { name: "mood", labels: card.labels };
  assert.equal(baselineFactory(without, "off"), undefined);
  assert.equal(baselineFactory(without, "auto"), undefined);
  assert.throws(
    () => baselineFactory(without, { firstMs: 1 }),
    (error) => error instanceof OptionError && error.message.includes("model mood"),
  );
  assert.equal(baselineFactory(card, "off"), undefined);
});

Deno.test("baselineName() says where a neutral face comes from", () => {
  assert.equal(baselineName("auto"), "auto");
  assert.equal(baselineName({ firstMs: 2500 }), "2.5s");
  assert.equal(baselineName({ neutral: [] }), "pictures");
});

Deno.test("FaceBaseline takes labels in the order of the card, also where they are numbers", () => {
  const numbers = { ...card, labels: ["neutral", "1", "0"] };
  const shown = { neutral: 0.2, "1": 0.7, "0": 0.1 };
  const { probabilities } = baselineFactory(numbers, { neutral: [shown] })!().read(shown, 0);
  assert(probabilities.neutral! > 0.4, JSON.stringify(probabilities));
});

Deno.test("baselineFactory() refuses neutral faces without all probabilities", () => {
  for (const neutral of [[], [{ angry: 0.2 }], [{ angry: NaN, neutral: 1 }]]) {
    assert.throws(() => baselineFactory(card, { neutral }), OptionError);
  }
});

Deno.test("RestingMoments counts only the time in which the face is seen clearly", () => {
  const learner = new RestingMoments(1, settings);
  learner.add([0.1, 0.9], 0);
  for (let i = 1; i < 600; i++) learner.add(undefined, i / 10);
  for (const time of [60, 60.2]) learner.add([0.1, 0.9], time);
  assert(learner.add([0.1, 0.9], 60.4)!.confidence < 0.2);
});

Deno.test("FirstSeconds begin with the first clear frame", () => {
  const learner = new FirstSeconds(1000);
  for (const time of [0, 1, 2]) assert.equal(learner.add(undefined, time), undefined);
  for (const time of [3, 3.5]) assert.equal(learner.add([0.2, 0.8], time), undefined);
  assert.deepEqual(learner.add([0.9, 0.1], 4), neutralBaseline([[0.2, 0.8], [0.2, 0.8]]));
});
