import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startTfjs } from "../src/engine/tfjs/start_tfjs.ts";
import { decodeImage } from "../src/image/decode_image.ts";
import { Recognizer } from "../src/recognizer.ts";
import { runCli, spawnCli } from "./support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "./support/ffmpeg.ts";
import { residentBytes } from "./support/processes.ts";

Deno.test("Recognizer holds as many tensors after ten frames as before, and none when disposed", async () => {
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
    for (let i = 0; i < 10; i++) await recognizer.recognize(i % 5 === 0 ? rocket! : face!);
    assert.deepEqual(engine.memory(), loaded);
    assert(loaded.tensors > before.tensors);
  }
  assert.deepEqual(engine.memory(), before);
});

ffmpegTest("cli.ts takes no more memory after 5,000 frames than after 1,000", async () => {
  // A small network, so that most of the time is not spent in it.
  const folder = await Deno.makeTempDir(), model = `${folder}/small`;
  const keras = fileURLToPath(import.meta.resolve("./golden/keras/nested.keras"));
  await runCli(["convert", keras, "--labels", "a,b,c", "--out", model, "-q"], {
    permissions: ["-A"],
  });
  const small = ["-vf", "scale=160:120", "-f", "yuv4mpegpipe", "-"];
  const clip = await ffmpeg(["-i", fixture("webcam.mp4"), ...small]);
  const start = clip.indexOf(10) + 1, frameBytes = "FRAME\n".length + 160 * 120 * 1.5;
  // V8 enlarges its young generation at any time, but only so far: that is kept out.
  const cli = spawnCli(
    ["-f", "ndjson", "--model", model],
    ["--v8-flags=--max-semi-space-size=2", "--allow-read"],
  );
  const errors = new Response(cli.stderr).text();
  const input = cli.stdin.getWriter();
  const output = cli.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let written = 0, printed = 0;
  const write = async (count: number): Promise<void> => {
    for (; written < count; written++) {
      const at = start + written * frameBytes % (clip.length - start);
      await input.write(clip.subarray(at, at + frameBytes));
    }
  };
  const print = async (count: number): Promise<void> => {
    while (printed < count) printed += (await output.read()).value!.split("\n").length - 1;
  };
  await input.write(clip.subarray(0, start));
  await Promise.all([write(1000), print(1000)]);
  const early = await residentBytes(cli.pid);
  await Promise.all([write(5000), print(5000)]);
  const late = await residentBytes(cli.pid);
  await input.close();
  assert((await output.read()).done);
  assert.equal((await cli.status).code, 0, await errors);
  assert.equal(printed, 5000);
  assert(early > 0 && late > 0, "both were read");
  await Deno.remove(folder, { recursive: true });
  assert(late <= early * 1.1, `${early} bytes after 1,000 frames, ${late} after 5,000`);
});
