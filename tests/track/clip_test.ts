// The tracker on real faces: the results of detector and network on the bundled clip.
import assert from "node:assert/strict";
import type { Frame } from "../../src/image/frame.ts";
import { openInput } from "../../src/source/open_input.ts";
import { readFrames } from "../../src/source/read_frames.ts";
import { type FrameRecognizer, type PipelineOptions, recognizeFrames } from "../../src/pipeline.ts";
import { Recognizer } from "../../src/recognizer.ts";
import type { FrameResult } from "../../src/result.ts";
import { Tracker } from "../../src/track/tracker.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { streamOf } from "../support/streams.ts";
import { plain } from "../support/view.ts";

/** The label of the only face, whenever it changes. */
interface Change {
  readonly time: number;
  readonly emotion: string;
}

/** As users see them, relative to the neutral face. */
async function changes(records: readonly FrameResult[], smoothMs: number): Promise<Change[]> {
  const frames = async function* () {
    for (const [index, { time }] of records.entries()) {
      yield await Promise.resolve({ ...plain(4, 3, 0), index, time, still: false });
    }
  };
  const found: Change[] = [];
  for await (const { record } of recognizeFrames(await known(records), frames(), { smoothMs })) {
    const { time, faces: [face] } = record;
    if (face !== undefined && face.emotion !== found.at(-1)?.emotion) {
      found.push({ time, emotion: face.emotion });
    }
  }
  return found.slice(1);
}

/** Recognizes in each frame what these records say. */
async function known(records: readonly FrameResult[]): Promise<FrameRecognizer> {
  using recognizer = await Recognizer.load();
  return { card: recognizer.card, recognize: ({ index }) => Promise.resolve(records[index]!) };
}

/** The records of a video before they are steadied. */
async function recognize(frames: AsyncIterable<Frame>): Promise<FrameResult[]> {
  using recognizer = await Recognizer.load();
  const records: FrameResult[] = [];
  const kept: FrameRecognizer = {
    card: recognizer.card,
    async recognize(frame, options) {
      const record = await recognizer.recognize(frame, options);
      records.push(record);
      return record;
    },
  };
  for await (const _ of recognizeFrames(kept, frames));
  return records;
}

/** The records of the clip. */
const ofClip: () => Promise<FrameResult[]> = (() => {
  let records: Promise<FrameResult[]> | undefined;
  return () => records ??= recognize(openInput(fixture("webcam.mp4")));
})();

/** The frames that ffmpeg makes with these arguments. */
async function made(args: string[]): Promise<FrameResult[]> {
  const video = await ffmpeg([...args, "-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p", "-"]);
  return await recognize(readFrames(streamOf(video)));
}

/** For how many records each id was that of a face. */
function countIds(ids: readonly (number | undefined)[]): Map<number | undefined, number> {
  return new Map([...Map.groupBy(ids, (id) => id)].map(([id, group]) => [id, group.length]));
}

/** When the man in the clip raises his brows or opens his mouth, and stops, as single frames show it. */
const real: readonly Change[] = [1.36, 2.04, 2.88, 3.56, 15.4, 16.84, 17.76, 19.12].map((
  time,
  i,
) => ({
  time,
  emotion: i % 2 === 0 ? "surprise" : "neutral",
}));

/** All of these must be found, none later than this. */
function assertSeen(wanted: readonly Change[], found: readonly Change[], withinMs: number): void {
  for (const { time, emotion } of wanted) {
    const isSeen = found.some((change) => {
      const delayMs = (change.time - time) * 1000;
      return change.emotion === emotion && delayMs > -100 && delayMs <= withinMs;
    });
    assert(isSeen, `${emotion} at ${time} s is not among ${JSON.stringify(found)}`);
  }
}

ffmpegTest(
  "Tracker keeps one id through the clip, and shows real changes within 600 ms",
  async () => {
    const records = await ofClip();
    assert.equal(records.length, 765);
    const tracker = new Tracker();
    const ids = countIds(records.map((record) => tracker.update(record).faces[0]?.id));
    assert(ids.get(1)! >= 0.98 * 765, JSON.stringify([...ids]));
    const steady = await changes(records, 300);
    assertSeen(real, await changes(records, 0), 100);
    assertSeen(real, steady, 600);
    assert.equal(steady.length, real.length);
  },
);

ffmpegTest(
  "Tracker removes two thirds of the flicker from a grainy clip, and no real change",
  async () => {
    const from = 14, to = 20;
    const grain = ["-vf", "noise=alls=40:allf=t"];
    const part = ["-ss", `${from}`, "-t", `${to - from}`, "-i", fixture("webcam.mp4")];
    const records = await made([...part, ...grain]);
    const flickering = await changes(records, 0), steady = await changes(records, 300);
    const inPart = real.map(({ time, emotion }) => ({ time: time - from, emotion }))
      .filter(({ time }) => time > 0);
    assert(flickering.length >= 5 * inPart.length, `${flickering.length} changes, few to take out`);
    assert(steady.length <= flickering.length / 3, `${steady.length} of ${flickering.length}`);
    assertSeen(inPart, steady, 600);
  },
);

ffmpegTest("Tracker keeps the ids of two faces that slide past each other", async () => {
  const clip = fixture("webcam.mp4");
  const face = "crop=130:130:137:127";
  const graph = `[0:v]${face}[a];[1:v]${face},hflip[b];color=gray:640x300:r=25:d=4[c];` +
    "[c][a]overlay=x=127*t:y=10[d];[d][b]overlay=x=510-127*t:y=115:shortest=1";
  const records = await made([
    ...["-t", "4", "-i", clip, "-ss", "14", "-t", "4", "-i", clip],
    ...["-filter_complex", graph],
  ]);
  assert.equal(records.length, 100);
  const tracker = new Tracker();
  const faces = records.flatMap((record) => tracker.update(record).faces);
  const [upper, lower] = [true, false].map((isUpper) => {
    const ids = faces.filter(({ box }) => (box.y + box.height / 2 < 115) === isUpper)
      .map(({ id }) => id);
    const [[id, count]] = [...countIds(ids)].sort(([, a], [, b]) => b - a) as [[number, number]];
    assert(count >= 98, `${count} times ${id} among ${ids.length}`);
    return id;
  });
  assert.notEqual(upper, lower);
});

ffmpegTest("recognizeFrames() finds brows raised that are called neutral without", async () => {
  const recognized = await known(await ofClip());
  // The man raises his brows at 3 s; from 3.8 s on he looks and speaks as before.
  const read = async (options: PipelineOptions): Promise<FrameResult[]> => {
    const frames = openInput(fixture("webcam.mp4"), { to: 8 });
    const found = await Array.fromAsync(recognizeFrames(recognized, frames, options));
    return found.map(({ record }) => record);
  };
  const off = await read({ baseline: "off" }), found = await read({});
  const named = (records: FrameResult[], from: number, to: number) =>
    new Set(
      records.filter(({ time }) => time >= from && time < to).map(({ faces }) => faces[0]!.emotion),
    );
  assert.deepEqual(named(off, 2.8, 3.8), new Set(["neutral"]));
  assert.ok(named(found, 2.8, 3.8).has("surprise"));
  assert.deepEqual(named(found, 4, 8), new Set(["neutral"]));
  assert.deepEqual(off.map(strip), found.map(strip));
  assert.ok(found.every(({ baseline }) => baseline === "auto"));
  const confidences = found.map(({ faces }) => faces[0]!.baselineConfidence!);
  assert.equal(confidences[0], 0);
  assert.ok(confidences.at(-1)! > 0.6);
});

/** What does not depend on the baseline. */
function strip({ frame, faces }: FrameResult) {
  return { frame, faces: faces.map(({ id, box, probabilities }) => ({ id, box, probabilities })) };
}
