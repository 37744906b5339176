import assert from "node:assert/strict";
import { RECORD_FORMATS, type RecordFormat } from "../../src/record/formats.ts";
import { RecordWriter } from "../../src/sink/record_writer.ts";
import { recordAt } from "../support/records.ts";

const video = { still: false };

/** The texts that a writer writes for a video of two seconds. */
async function written(format: RecordFormat, end: (writer: RecordWriter) => Promise<void>) {
  const texts: string[] = [];
  const formatter = RECORD_FORMATS[format]({ labels: ["happy", "sad"] });
  const writeLine = (text: string): Promise<void> => Promise.resolve(void texts.push(text));
  const writer = await RecordWriter.open(formatter, writeLine);
  await writer.write(recordAt(0, { id: 1 }), video);
  await writer.write(recordAt(1, { id: 1 }), video);
  await end(writer);
  return texts;
}

Deno.test("RecordWriter writes the header first and held-back text at the end", async () => {
  for (
    const end of [
      (writer: RecordWriter) => writer.endSource(),
      (writer: RecordWriter) => writer[Symbol.asyncDispose](),
    ]
  ) {
    const cue = "00:00:00.000 --> 00:00:02.000 position:38% line:54%\nhappy\n";
    assert.deepEqual(await written("vtt", end), ["WEBVTT\n", cue]);
    const [header, ...rows] = await written("csv", end);
    assert.match(header!, /^source,frame,/);
    assert.equal(rows.length, 2);
    assert.deepEqual((await written("text", end)).length, 1);
  }
});

Deno.test("RecordWriter passes on the errors of its destination", async () => {
  const broken = () => Promise.reject(new Error("gone"));
  const writer = await RecordWriter.open(RECORD_FORMATS.ndjson({ labels: [] }), broken);
  await assert.rejects(() => writer.write(recordAt(0), video), /gone/);
  await assert.rejects(() => RecordWriter.open(RECORD_FORMATS.csv({ labels: [] }), broken), /gone/);
});
