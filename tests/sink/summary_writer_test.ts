import assert from "node:assert/strict";
import { EnvironmentError } from "../../src/errors.ts";
import type { SourceSummary } from "../../src/record/summary.ts";
import { SummaryWriter } from "../../src/sink/summary_writer.ts";
import { recordAt, recordsOf } from "../support/records.ts";

const video = { still: false };

Deno.test("SummaryWriter reports each source and replaces the file", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "x".repeat(10_000));
  const summaries: SourceSummary[] = [];
  {
    await using writer = await SummaryWriter.open({ path, onSummary: (it) => summaries.push(it) });
    for (const record of recordsOf(0, 2, { id: 1 })) writer.write(record, video);
    writer.endSource();
    assert.deepEqual(summaries.map(({ frames, facesSeen }) => [frames, facesSeen]), [[50, 1]]);
    writer.write(recordAt(0), { still: true });
    writer.endSource();
    writer.write({ ...recordAt(0), source: "b.mp4" }, video);
  }
  assert.deepEqual(summaries.map(({ source }) => source), ["clip.mp4", "b.mp4"]);
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), { sources: summaries });
  await Deno.remove(path);
});

Deno.test("SummaryWriter writes the file once, though it is disposed twice", async () => {
  const path = await Deno.makeTempFile();
  await using writer = await SummaryWriter.open({ path });
  writer.write(recordAt(0), video);
  await writer[Symbol.asyncDispose]();
  await Deno.writeTextFile(path, "mine now");
  await writer[Symbol.asyncDispose]();
  assert.equal(await Deno.readTextFile(path), "mine now");
  await Deno.remove(path);
});

Deno.test("SummaryWriter refuses a file that cannot be written before the work", async () => {
  await assert.rejects(
    () => SummaryWriter.open({ path: "/no/such/folder/a.json" }),
    (error) => error instanceof EnvironmentError && error.code === "output-unwritable",
  );
});

Deno.test("SummaryWriter leaves the file as it is if nothing could be read", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "old");
  await (await SummaryWriter.open({ path }))[Symbol.asyncDispose]();
  assert.equal(await Deno.readTextFile(path), "old");
  await Deno.remove(path);
});
