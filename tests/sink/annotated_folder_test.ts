import assert from "node:assert/strict";
import { createFrame } from "../../src/image/frame.ts";
import { AnnotatedFolder } from "../../src/sink/annotated_folder.ts";
import { ffmpegTest } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";
import { record } from "../support/records.ts";

ffmpegTest("AnnotatedFolder writes a video each time a source is read", async () => {
  const path = await Deno.makeTempDir();
  {
    await using folder = await AnnotatedFolder.open(path);
    for (const count of [3, 5]) {
      for (let index = 0; index < count; index++) {
        const place = { source: "a.mp4", index, time: index / 10 };
        const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48), place);
        await folder.write(record(frame, []), frame);
      }
      await folder.endSource();
    }
  }
  assert.equal((await probe(`${path}/a.mp4`)).frames, 3);
  assert.equal((await probe(`${path}/a-2.mp4`)).frames, 5);
  await Deno.remove(path, { recursive: true });
});

Deno.test("AnnotatedFolder removes an empty folder that it created", async () => {
  const path = await Deno.makeTempDir();
  for (const folder of [`${path}/new`, path]) {
    await (await AnnotatedFolder.open(folder))[Symbol.asyncDispose]();
  }
  assert.deepEqual(await Array.fromAsync(Deno.readDir(path)), []);
  await Deno.remove(path);
});

ffmpegTest("AnnotatedFolder names the video of a listening URL", async () => {
  const path = await Deno.makeTempDir();
  {
    await using folder = await AnnotatedFolder.open(path);
    for (const index of [0, 1]) {
      const place = { source: "udp://:1234", index, time: index / 10 };
      const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48), place);
      await folder.write(record(frame, []), frame);
    }
  }
  assert.deepEqual((await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name), [
    "output.mp4",
  ]);
  await Deno.remove(path, { recursive: true });
});

for (const firstGapS of [0.004, 0.53]) {
  ffmpegTest(
    `AnnotatedFolder takes a video's rate from more than its first gap of ${firstGapS} s`,
    async () => {
      const path = await Deno.makeTempDir();
      {
        await using folder = await AnnotatedFolder.open(path);
        for (let index = 0; index < 60; index++) {
          const time = index === 0 ? 0 : firstGapS + (index - 1) / 30;
          const place = { source: "a.mp4", index, time };
          const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48), place);
          await folder.write(record(frame, []), frame);
        }
      }
      const { rate, frames } = await probe(`${path}/a.mp4`);
      assert.equal(rate, "30/1");
      assert(Math.abs(frames - 59 - 30 * firstGapS) <= 1.5, `${frames}`);
      await Deno.remove(path, { recursive: true });
    },
  );
}
