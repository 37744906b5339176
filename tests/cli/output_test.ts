import assert from "node:assert/strict";
import { decodeImage } from "../../src/image/decode_image.ts";
import { sampleLuma } from "../../src/image/sample_luma.ts";
import { type CliResult, records, runCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";

const permissions = ["-A"];

ffmpegTest(
  "cli.ts --output writes a video with the frames, length and sound of its source",
  async () => {
    const folder = await Deno.makeTempDir();
    const [input, output] = [`${folder}/talk.mp4`, `${folder}/annotated.mp4`];
    const tone = ["-f", "lavfi", "-i", "sine=r=44100", "-c:a", "aac", "-c:v", "copy", "-shortest"];
    await ffmpeg(["-t", "3", "-i", fixture("webcam.mp4"), ...tone, input]);
    const result = await runCli(["-f", "ndjson", "-o", output, input], { permissions });
    assert.equal(result.code, 0, result.stderr);
    const [before, after] = [await probe(input), await probe(output)];
    assert.equal(after.frames, before.frames);
    assert.equal(after.frames, records(result).length);
    assert.equal(after.rate, "25/1");
    assert.deepEqual(after.audio, ["aac"]);
    assert(Math.abs(after.durationS - before.durationS) < 0.05, `${after.durationS} s`);
    await Deno.remove(folder, { recursive: true });
  },
);

ffmpegTest(
  "cli.ts --output asks for the permission to add sound before the work, not after it",
  async () => {
    const output = await Deno.makeTempFile({ suffix: ".mp4" });
    const run = (file: string) =>
      runCli(["-o", file, "--to", "0.1", fixture("webcam.mp4")], {
        permissions: ["--allow-read", "--allow-run=ffmpeg", `--allow-write=${file}`],
      });
    const { code, stdout, stderr } = await run(output);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /adding the sound needs to write to \S+; run again with --allow-write=\S+\n$/,
    );
    // A GIF has none.
    const gif = output.replace(/mp4$/, "gif");
    assert.equal((await run(gif)).code, 0);
    for (const file of [output, gif]) await Deno.remove(file);
  },
);

Deno.test("cli.ts --output draws on a picture where the face is, and nowhere else", async () => {
  const output = await Deno.makeTempFile({ suffix: ".png" });
  const input = fixture("astronaut.png");
  const result: CliResult = await runCli(["-f", "ndjson", "-o", output, input], { permissions });
  assert.equal(result.code, 0, result.stderr);
  const { box } = records(result)[0].faces[0];
  const [before, after] = await Promise.all([input, output].map(async (path) => {
    const frame = await decodeImage(await Deno.readFile(path));
    return sampleLuma(frame, [1, 0, 0, 0, 1, 0], frame.width, frame.height);
  })) as [Float32Array, Float32Array];
  let inside = 0, outside = 0;
  for (const [i, value] of after.entries()) {
    if (Math.abs(value - before[i]!) < 0.02) continue;
    const x = i % 512, y = Math.floor(i / 512);
    // The label stands above the box.
    const isNear = x > box.x - 8 && x < box.x + box.width + 60 && y > box.y - 40 &&
      y < box.y + box.height + 8;
    if (isNear) inside++;
    else outside++;
  }
  assert(inside > 1000, `${inside} pixels drawn`);
  assert.equal(outside, 0);
  await Deno.remove(output);
});

ffmpegTest("cli.ts sums up animated pictures as the videos that they are", async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["a.gif", "a.webp"]) {
    await ffmpeg(["-t", "0.4", "-i", fixture("webcam.mjpeg"), "-r", "5", `${folder}/${name}`]);
    const args = [
      `${folder}/${name}`,
      "--summary",
      `${folder}/a.json`,
      "--timeline",
      `${folder}/a.svg`,
    ];
    const { code, stderr } = await runCli([...args, "--format", "srt"], { permissions });
    assert.equal(code, 0, stderr);
    const { sources: [{ frames }] } = JSON.parse(await Deno.readTextFile(`${folder}/a.json`));
    assert(frames > 1, `${frames}`);
  }
  await Deno.remove(folder, { recursive: true });
});
