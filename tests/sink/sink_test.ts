import assert from "node:assert/strict";
import { createFrame, type FrameRecognizer, recognizeFrames } from "../../mod.ts";
import { RECORD_FORMATS, RecordWriter, type Sink } from "../../output.ts";
import { record } from "../support/records.ts";

/** An output of our own: counts the faces with each emotion. */
class Tally implements Sink {
  readonly counts: Record<string, number> = {};
  readonly ended: string[] = [];
  #source = "";

  write({ source, faces }: Parameters<Sink["write"]>[0]): void {
    this.#source = source;
    for (const { emotion } of faces) this.counts[emotion] = (this.counts[emotion] ?? 0) + 1;
  }

  endSource(): void {
    this.ended.push(this.#source);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.ended.push("all");
    return Promise.resolve();
  }
}

const recognizer: FrameRecognizer = {
  card: {
    name: "toy",
    labels: ["happy", "sad"],
    input: { width: 1, height: 1, channels: 1, range: [0, 1] },
    crop: { margin: 0, shiftY: 0 },
    temperature: 1,
    uncertainBelow: 0.5,
  },
  recognize: (frame) =>
    Promise.resolve(record(frame, [{ emotion: frame.data[0] === 0 ? "sad" : "happy" }])),
};

async function* pictures(source: string, ...values: number[]) {
  for (const value of values) {
    yield createFrame("gray", 1, 1, new Uint8Array([value]), { source, still: true });
  }
}

Deno.test("Sink: an output from outside works beside those of the library", async () => {
  const lines: string[] = [];
  const writeLine = (line: string): Promise<void> => Promise.resolve(void lines.push(line));
  const tally = new Tally();
  {
    await using stack = new AsyncDisposableStack();
    const text = await RecordWriter.open(RECORD_FORMATS.text({ labels: [] }), writeLine);
    const sinks: Sink[] = [text, tally].map((sink) => stack.use(sink));
    for (const frames of [pictures("a", 0, 9), pictures("b", 9)]) {
      for await (const { record, frame } of recognizeFrames(recognizer, frames)) {
        for (const sink of sinks) await sink.write(record, frame);
      }
      for (const sink of sinks) await sink.endSource();
    }
  }
  assert.deepEqual(tally.counts, { sad: 1, happy: 2 });
  assert.deepEqual(tally.ended, ["a", "b", "all"]);
  assert.deepEqual(lines.map((line) => line.slice(0, 7)), ["a  sad ", "a  happ", "b  happ"]);
});
