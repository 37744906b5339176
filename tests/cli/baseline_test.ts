import assert from "node:assert/strict";
import { records, runCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import type { FaceResult, FrameResult } from "../../src/result.ts";

const clip = fixture("webcam.mjpeg");
const part = ["--max-faces", "1", "--fps", "10", "-f", "ndjson"];

/** The first face of each record. */
const facesOf = (found: readonly FrameResult[]): FaceResult[] =>
  found.map(({ faces }) => faces[0]!);

Deno.test("cli.ts --baseline off gives what is plain, and auto is the default", async () => {
  const off: FrameResult[] = records(
    await runCli([clip, ...part, "--to", "2.2", "--baseline", "off"]),
  );
  const auto: FrameResult[] = records(await runCli([clip, ...part, "--to", "2.2"]));
  assert.equal(off.length, 22);
  assert.ok(off.every(({ baseline }) => baseline === undefined));
  assert.ok(auto.every(({ baseline }) => baseline === "auto"));
  const plain = facesOf(off), found = facesOf(auto);
  assert.ok(
    plain.every(({ adjusted, baselineConfidence }) =>
      (adjusted ?? baselineConfidence) === undefined
    ),
  );
  assert.deepEqual(
    found.map((face) => face.probabilities),
    plain.map((face) => face.probabilities),
  );
  assert.notDeepEqual(found.at(-1)!.adjusted, found.at(-1)!.probabilities);
  assert.ok(found.at(-1)!.baselineConfidence! > 0.3);
});

Deno.test("cli.ts --baseline 1s asks for a neutral face and tells when it is known", async () => {
  const args = [clip, ...part, "--to", "1.2", "--baseline", "1s"];
  const result = await runCli(args);
  assert.match(
    result.stderr,
    /^mien: Look neutral for 1 s\nmien: Face 1: neutral face 100% known\n/,
  );
  const found: FrameResult[] = records(result);
  assert.ok(found.every(({ baseline }) => baseline === "1s"));
  for (const { time, faces: [face] } of found) {
    assert.equal(face!.baselineConfidence, time < 1 ? 0 : 1);
    assert.equal(face!.adjusted === undefined, time < 1);
  }
  const quiet = await runCli([...args, "--quiet"]);
  assert.equal(quiet.stderr, "");
});

Deno.test("cli.ts --baseline FILE reads stills and video against neutral pictures", async () => {
  const hopper = fixture("grace_hopper.jpg");
  const [still] = records(await runCli([hopper, "-f", "ndjson", "--baseline", hopper]));
  assert.equal(still.baseline, "pictures");
  assert.equal(still.faces[0].confidence, still.faces[0].adjusted.neutral);
  const two = `${hopper},${fixture("astronaut.png")}`;
  const video = records(await runCli([clip, ...part, "--to", "0.5", "--baseline", two]));
  assert.ok(video.every(({ faces: [face] }) => face.baselineConfidence === 1 && face.adjusted));
});

Deno.test("cli.ts --baseline 1s asks nothing of a picture", async () => {
  const { code, stderr } = await runCli([fixture("grace_hopper.jpg"), "--baseline", "1s"]);
  assert.deepEqual([code, stderr], [0, ""]);
});

ffmpegTest("cli.ts --baseline FILE is not read as the raw video is", async () => {
  const raw = await Deno.makeTempFile({ suffix: ".raw" });
  const frames = ["-t", "0.2", "-i", clip, "-f", "rawvideo", "-pix_fmt", "gray", "-y", raw];
  await ffmpeg(frames);
  const neutral = ["--baseline", fixture("grace_hopper.jpg")];
  const result = await runCli([raw, "-s", "400x300", "-p", "gray", "-f", "ndjson", ...neutral]);
  assert.equal(result.code, 0, result.stderr);
  assert.ok(records(result).every(({ faces: [face] }) => face.baselineConfidence === 1));
  await Deno.remove(raw);
});

ffmpegTest("cli.ts --baseline FILE needs one face, shown clearly", async () => {
  const path = await Deno.makeTempFile({ suffix: ".png" });
  const [hopper, collins] = ["grace_hopper.jpg", "astronaut.png"].map(fixture);
  const beside = "[0:v]scale=512:512[a];[a][1:v]hstack";
  await ffmpeg(["-i", hopper!, "-i", collins!, "-filter_complex", beside, "-y", path]);
  const two = await runCli([hopper!, "--baseline", path]);
  assert.equal(two.code, 1);
  assert.match(two.stderr, /Cannot use neutral face .*png: it shows 2 faces; cut out the one/);
  await ffmpeg(["-i", hopper!, "-vf", "lutrgb=r=val/14:g=val/14:b=val/14", "-y", path]);
  const dark = await runCli([hopper!, "--baseline", path]);
  assert.equal(dark.code, 1);
  assert.match(dark.stderr, /Cannot use neutral face .*png: the face is dark/);
  await Deno.remove(path);
});

Deno.test("cli.ts --baseline says what it cannot use", async () => {
  const without = await runCli([clip, "--baseline", fixture("rocket.jpg")]);
  assert.equal(without.code, 1);
  assert.match(
    without.stderr,
    /^mien: Cannot use neutral face .*rocket\.jpg: no face was found\n$/,
  );
  assert.equal(without.stdout, "");
  const missing = await runCli([clip, "--baseline", "nonesuch.jpg"]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /nonesuch\.jpg/);
  assert.equal((await runCli([clip, "--baseline", "0s"])).code, 2);
});
