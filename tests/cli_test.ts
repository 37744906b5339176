import assert from "node:assert/strict";
import type { FrameResult } from "../src/result.ts";
import config from "../deno.json" with { type: "json" };
import { type CliResult, records, runCli, spawnCli } from "./support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "./support/ffmpeg.ts";
import { childrenOf } from "./support/processes.ts";

const encoder = new TextEncoder();

/** Checks for one line on standard error, without a stack trace. */
function assertFailed({ code, stderr }: CliResult, expectedCode: number, message: RegExp): void {
  assert.equal(code, expectedCode, stderr);
  assert.match(stderr, message);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
}

Deno.test("cli.ts shows its version", async () => {
  assert.equal((await runCli(["-V"])).stdout, `mien ${config.version}\n`);
});

Deno.test("cli.ts ends with 2 on wrong usage", async () => {
  assertFailed(await runCli(["--formal"]), 2, /--formal.*see --help/);
  assertFailed(await runCli(["evaluate", "a"]), 2, /no such file or command, did you mean eval\?/);
  assertFailed(
    await runCli(["help", "nothing"]),
    2,
    /Cannot show help: there is no command nothing/,
  );
  assertFailed(
    await runCli(["a.jpg", "--allow-read"]),
    2,
    /option of Deno and goes before cli\.ts/,
  );
  for (const [option, file] of [["--summary", "a.json"], ["--timeline", "a.html"]] as const) {
    const result = await runCli([fixture("astronaut.png"), option, file]);
    assertFailed(result, 2, /it is a picture, and only videos have times/);
  }
  assertFailed(await runCli(["--min-score", "2", "a.jpg"]), 2, /from 0 to 1/);
  assertFailed(await runCli(["--size", "4x3"]), 2, /--pixel-format go together/);
  assertFailed(await runCli(["--from", "5", "--to", "4", fixture("webcam.mjpeg")]), 2, /from 5 s/);
});

Deno.test("cli.ts names the emotion on pictures, and finds no face in a picture without one", async () => {
  const names = ["astronaut.png", "grace_hopper.jpg", "rocket.jpg"];
  const { code, stdout } = await runCli(names.map(fixture), { permissions: ["--allow-read"] });
  assert.equal(code, 0);
  const [happy, neutral, none] = stdout.split("\n");
  assert.match(happy!, /astronaut\.png +happy \d+%$/);
  assert.match(neutral!, /grace_hopper\.jpg +neutral \d+%/);
  assert.match(none!, /rocket\.jpg +no face$/);
});

Deno.test("cli.ts continues after an input that fails, and ends with 1", async () => {
  const inputs = ["missing.jpg", fixture("astronaut.png")];
  const result = await runCli([...inputs, "--format", "ndjson"]);
  assertFailed(result, 1, /missing\.jpg: there is no such file/);
  assert.equal(records(result)[0].faces[0].emotion, "happy");
});

Deno.test("cli.ts explains damaged inputs on one line and ends with 1", async (t) => {
  const folder = await Deno.makeTempDir();
  const picture = await Deno.readFile(fixture("grace_hopper.jpg"));
  await Deno.writeFile(`${folder}/cut.jpg`, picture.subarray(0, 20_000));
  await Deno.writeTextFile(`${folder}/words.jpg`, "Not a picture at all\n");
  await Deno.mkdir(`${folder}/empty`);
  const cases: [string, string[], Uint8Array, RegExp][] = [
    ["a truncated picture", [`${folder}/cut.jpg`], new Uint8Array(), /cut\.jpg/],
    ["a text file named .jpg", [`${folder}/words.jpg`], new Uint8Array(), /words\.jpg.*text/],
    ["a folder without pictures", [`${folder}/empty`], new Uint8Array(), /empty: no pictures/],
    ["an empty pipe", [], new Uint8Array(), /Cannot read -: it is empty/],
    [
      "an absurd header",
      [],
      encoder.encode("YUV4MPEG2 W100000 H100000 F25:1\nFRAME\n"),
      /100000x100000 pixels are more than the limit/,
    ],
  ];
  for (const [name, args, stdin, message] of cases) {
    await t.step(name, async () => assertFailed(await runCli(args, { stdin }), 1, message));
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts prints the results before a pipe is cut", async () => {
  const clip = await Deno.readFile(fixture("webcam.mjpeg"));
  const result = await runCli(["-f", "ndjson"], { stdin: clip.subarray(0, 50_000) });
  assertFailed(result, 1, /frame \d+ of -/);
  assert(records(result).length > 3);
});

Deno.test("cli.ts reads standard input among other inputs, once", async () => {
  const stdin = (await Deno.readFile(fixture("webcam.mjpeg"))).subarray(0, 30_000);
  const args = ["-f", "ndjson", "-", fixture("rocket.jpg"), "-"];
  const result = await runCli(args, { stdin });
  assert.equal(result.code, 1);
  assert.match(result.stderr, /frame \d+ of -.*\n.*standard input can be read only once\n$/);
  const sources = new Set(records(result).map(({ source }) => source));
  assert.deepEqual([...sources], ["-", fixture("rocket.jpg")]);
});

Deno.test("cli.ts refuses a part without frames", async () => {
  const late = await runCli(["--from", "99", fixture("webcam.mjpeg")]);
  assertFailed(late, 1, /there is no frame from 99 s on/);
  const between = await runCli(["--from", "0.01", "--to", "0.02", fixture("webcam.mjpeg")]);
  assertFailed(between, 1, /there is no frame from 0.01 s to 0.02 s/);
});

Deno.test("cli.ts ends with 0 when its reader closes the pipe", async () => {
  const child = spawnCli(["-v", fixture("webcam.mjpeg")]);
  await child.stdin.close();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const stderr = await new Response(child.stderr).text();
  assert.equal((await child.status).code, 0, stderr);
  assert.equal(stderr, "");
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  ffmpegTest(`cli.ts ends with ${code} on ${signal} and leaves no process behind`, async () => {
    const child = spawnCli([fixture("webcam.mp4")]);
    await child.stdin.close();
    const reader = child.stdout.getReader();
    await reader.read();
    const children = await childrenOf(child.pid);
    assert.equal(children.length, 1, "ffmpeg runs");
    child.kill(signal);
    while (!(await reader.read()).done);
    assert.equal(await new Response(child.stderr).text(), "");
    assert.equal((await child.status).code, code);
    assert.throws(() => Deno.kill(children[0]!, "SIGCONT"), "ffmpeg has ended");
  });
}

ffmpegTest(
  "cli.ts reads the same frames from every kind of pipe, with no permission",
  async (t) => {
    const seconds = 0.4, count = 25 * seconds;
    const exact = ["-sws_flags", "accurate_rnd+full_chroma_int+bitexact"];
    const pipe = async (output: string, args: string[] = [], permissions: string[] = []) => {
      const input = ["-i", fixture("webcam.mp4"), "-t", String(seconds), ...exact];
      const stdin = await ffmpeg([...input, ...output.split(" "), "-"]);
      // A baseline enlarges what the compression of a picture changes.
      const plain = ["-f", "ndjson", "--baseline", "off"];
      return records(await runCli([...plain, ...args], { stdin, permissions }));
    };
    const y4m: FrameResult[] = await pipe("-f yuv4mpegpipe");
    assert.equal(y4m.length, count);
    assert(y4m.filter(({ faces }) => faces.length > 0).length >= 0.95 * count);
    const kinds: Record<string, Parameters<typeof pipe>> = {
      PPM: ["-f image2pipe -c:v ppm"],
      "raw video": ["-f rawvideo -pix_fmt rgb24", ["-s", "400x300", "-p", "rgb24"]],
      MJPEG: ["-f image2pipe -c:v mjpeg -qmin 1 -q:v 1"],
      PNG: ["-f image2pipe -c:v png"],
      "an MP4, which needs ffmpeg": [
        "-c:v libx264 -qp 0 -movflags frag_keyframe+empty_moov -f mp4",
        [],
        ["--allow-run=ffmpeg"],
      ],
    };
    for (const [kind, options] of Object.entries(kinds)) {
      await t.step(kind, async () => {
        const found: FrameResult[] = await pipe(...options);
        assert.equal(found.length, count);
        assertAlike(found, y4m);
      });
    }
  },
);

/** Every box within two pixels, and the confidence within two points. */
function assertAlike(found: FrameResult[], expected: FrameResult[]): void {
  for (const [i, record] of found.entries()) {
    const other = expected[i]!;
    assert.deepEqual(
      [record.frame, record.time, record.faces.length],
      [other.frame, other.time, other.faces.length],
    );
    for (const [k, { box, smoothed, emotion, confidence }] of record.faces.entries()) {
      const face = other.faces[k]!;
      for (const side of ["x", "y", "width", "height"] as const) {
        assert(Math.abs(box[side] - face.box[side]) <= 2, `${side} of frame ${record.frame}`);
      }
      const difference = Math.abs(smoothed![face.emotion]! - face.confidence);
      assert(
        difference <= 0.02,
        `${emotion} ${confidence} in frame ${record.frame} and ${face.emotion} ${face.confidence}`,
      );
    }
  }
}

ffmpegTest("cli.ts samples and cuts videos", async () => {
  const args = ["--fps", "2", "--from", "0:02", "--to", "4", "-f", "ndjson"];
  const times = records(await runCli([...args, fixture("webcam.mp4")])).map(({ time }) => time);
  assert.deepEqual(times, [2, 2.52, 3, 3.52]);
});

Deno.test("cli.ts --model points to a folder of the same name as an unknown model", async () => {
  const args = ["--model", "fixtures", fixture("astronaut.png")];
  const result = await runCli(args);
  assertFailed(result, 1, /fixtures.*; use \.\/fixtures for the folder$/m);
});

Deno.test("cli.ts needs no permission for a picture but that to read it", async () => {
  const picture = fixture("astronaut.png");
  const { code, stdout } = await runCli([picture], { permissions: [`--allow-read=${picture}`] });
  assert.equal(code, 0);
  assert.match(stdout, /happy/);
});

Deno.test("cli.ts names the missing permission to read", async () => {
  const result = await runCli([fixture("astronaut.png")], { permissions: [] });
  assertFailed(result, 1, /run again with --allow-read/);
});

ffmpegTest("cli.ts names the missing permission to run ffmpeg", async () => {
  const result = await runCli([fixture("webcam.mp4")], { permissions: ["--allow-read"] });
  assertFailed(result, 1, /--allow-run=ffmpeg/);
});

Deno.test("cli.ts prints CSV with one line per face", async () => {
  const { stdout } = await runCli(["-f", "csv", fixture("astronaut.png"), fixture("rocket.jpg")]);
  const [header, face, none] = stdout.trim().split("\n").map((line) => line.split(","));
  assert.equal(face![header!.indexOf("emotion")], "happy");
  assert.equal(none![header!.indexOf("emotion")], "");
});

Deno.test("cli.ts --crop-only classifies the whole picture", async () => {
  const result = await runCli(["--crop-only", "-f", "ndjson", fixture("rocket.jpg")]);
  const [record] = records(result);
  assert.deepEqual(record.faces[0].box, { x: 0, y: 0, width: record.width, height: record.height });
  assert.equal(record.faces[0].landmarks, undefined);
});
