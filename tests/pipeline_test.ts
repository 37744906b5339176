import assert from "node:assert/strict";
import { decodeImage } from "../src/image/decode_image.ts";
import type { Where } from "../src/face/detector.ts";
import { toFrame } from "../src/image/encoded_picture.ts";
import type { Frame } from "../src/image/frame.ts";
import {
  type FrameObserver,
  type FrameRecognizer,
  type PipelineOptions,
  recognizeFrames,
} from "../src/pipeline.ts";
import { Recognizer } from "../src/recognizer.ts";
import type { FaceResult, FrameResult } from "../src/result.ts";
import { openInput } from "../src/source/open_input.ts";
import { lag } from "../src/video_search.ts";
import { fixture } from "./support/ffmpeg.ts";
import { record } from "./support/records.ts";
import { plain } from "./support/view.ts";

async function follow(
  recognizer: FrameRecognizer,
  frames: AsyncIterable<Frame> | Frame[],
  options: PipelineOptions = {},
): Promise<FrameResult[]> {
  const records: FrameResult[] = [];
  const stream = Array.isArray(frames) ? ReadableStream.from(frames) : frames;
  for await (const { record } of recognizeFrames(recognizer, stream, options)) records.push(record);
  return records;
}

/** A recognizer that gives one record for all frames. */
function always(recognizer: Recognizer, record: FrameResult): FrameRecognizer {
  const recognize = (frame: Frame) =>
    Promise.resolve({ ...record, frame: frame.index, time: frame.time });
  return { card: recognizer.card, recognize };
}

/** The label of the first face of each record. */
const labelsOf = (records: readonly FrameResult[]): string[] =>
  records.map(({ faces }) => faces[0]!.emotion);

Deno.test("recognizeFrames() reads a still against neutral pictures, and only then", async () => {
  using recognizer = await Recognizer.load({ maxFaces: 1 });
  const [still] = await Array.fromAsync(openInput(fixture("grace_hopper.jpg")));
  const plain = await recognizer.recognize(still!);
  assert.deepEqual(await follow(recognizer, [still!]), [plain]);
  assert.deepEqual(await follow(recognizer, [still!], { baseline: { firstMs: 1 } }), [plain]);
  const neutral = [plain.faces[0]!.probabilities];
  const [record] = await follow(recognizer, [still!], { baseline: { neutral } });
  const { adjusted, probabilities, emotion, confidence, baselineConfidence } = record!.faces[0]!;
  assert.equal(record!.baseline, "pictures");
  assert.deepEqual(probabilities, neutral[0]);
  assert.ok(adjusted!.neutral! > probabilities.neutral!);
  assert.deepEqual([emotion, confidence], ["neutral", adjusted!.neutral]);
  assert.equal(baselineConfidence, 1);
});

Deno.test("recognizeFrames() keeps the label of a face that never rests", async () => {
  using recognizer = await Recognizer.load({ maxFaces: 1 });
  const frame = await decodeImage(await Deno.readFile(fixture("astronaut.png")), { still: false });
  const record = await recognizer.recognize(frame);
  const frames = Array.from({ length: 500 }, (_, i): Frame => ({
    ...frame,
    index: i,
    time: i / 25,
  }));
  for (
    const [emotion, probabilities] of Object.entries({
      happy: record.faces[0]!.probabilities,
      angry: { angry: 0.6, happy: 0, neutral: 0.3, sad: 0.1, surprise: 0 },
      sad: { angry: 0.1, happy: 0, neutral: 0.3, sad: 0.6, surprise: 0 },
      neutral: { angry: 0.2, happy: 0, neutral: 0.5, sad: 0.3, surprise: 0 },
    })
  ) {
    const face: FaceResult = { ...record.faces[0]!, emotion, probabilities };
    const records = await follow(always(recognizer, { ...record, faces: [face] }), frames);
    assert.deepEqual(new Set(labelsOf(records)), new Set([emotion]));
  }
});

Deno.test("recognizeFrames() looks at the same places on one thread and on many", async () => {
  using recognizer = await Recognizer.load();
  const frames = Array.from({ length: 40 }, (_, index): Frame => ({
    ...plain(640, 480, 120),
    ...{ index, time: index / 25, still: false },
  }));
  const boxAt = (index: number) => ({ x: 10 * index, y: 100, width: 80, height: 80 });
  const placesOf = async (width: number) => {
    const places: (Where | undefined)[] = [];
    const observer: FrameObserver = {
      card: recognizer.card,
      width,
      async observe(picture, { where } = {}) {
        places.push(where);
        // Meanwhile others begin.
        await new Promise((resolve) => setTimeout(resolve));
        const frame = await toFrame(picture);
        return { frame, record: record(frame, [{ box: boxAt(frame.index) }]) };
      },
    };
    await Array.fromAsync(recognizeFrames(observer, ReadableStream.from(frames)));
    return places;
  };
  const places = await placesOf(1);
  assert.deepEqual(places[30]!.near, [boxAt(30 - lag)]);
  assert.deepEqual(await placesOf(16), places);
});
