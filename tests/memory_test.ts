import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { startTfjs } from "../src/engine/tfjs/start_tfjs.ts";
import { decodeImage } from "../src/image/decode_image.ts";
import { Recognizer } from "../src/recognizer.ts";
import { spawnCli } from "./support/cli.ts";
import { ffmpegTest, fixture } from "./support/ffmpeg.ts";

Deno.test("Recognizer holds as many tensors after 500 frames as before, and none when disposed", async () => {
  const engine = await startTfjs();
  const before = engine.memory();
  const [face, rocket] = await Promise.all(
    ["astronaut.png", "rocket.jpg"].map(async (name) =>
      await decodeImage(await Deno.readFile(fixture(name)), { still: false })
    ),
  );
  {
    using recognizer = await Recognizer.load({ engine });
    await recognizer.recognize(face!);
    const loaded = engine.memory();
    for (let i = 0; i < 500; i++) await recognizer.recognize(i % 50 === 0 ? rocket! : face!);
    assert.deepEqual(engine.memory(), loaded);
    assert(loaded.tensors > before.tensors);
  }
  assert.deepEqual(engine.memory(), before);
});

ffmpegTest("cli.ts uses no more memory after 5,000 frames than after 500", async () => {
  const ffmpeg = new Deno.Command("ffmpeg", {
    args: [
      ...["-nostdin", "-loglevel", "error", "-stream_loop", "-1", "-i", fixture("webcam.mp4")],
      ...["-frames:v", "5000", "-f", "yuv4mpegpipe", "-"],
    ],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const cli = spawnCli(["-f", "ndjson"]);
  const fed = ffmpeg.stdout.pipeTo(cli.stdin);
  const errors = new Response(cli.stderr).text();
  let frames = 0, early = 0, late = 0;
  for await (const text of cli.stdout.pipeThrough(new TextDecoderStream())) {
    const count = frames + text.split("\n").length - 1;
    if (frames < 500 && count >= 500) early = await residentKiB(cli.pid);
    if (count >= 4800 && count < 5000) late = Math.max(late, await residentKiB(cli.pid));
    frames = count;
  }
  await fed;
  assert.equal((await cli.status).code, 0, await errors);
  assert((await ffmpeg.status).success);
  assert.equal(frames, 5000);
  assert(early > 0 && late > 0, "both were read");
  assert(late <= early * 1.1, `${early} KiB after 500 frames, ${late} KiB after 5,000`);
});

async function residentKiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]);
}
