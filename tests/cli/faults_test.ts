import assert from "node:assert/strict";
import { records, runCli, spawnCli } from "../support/cli.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { childrenOf } from "../support/processes.ts";
import { canMount, mountSmall } from "../support/small_disk.ts";
import { namesIn, temporaryFolder } from "../support/temporary.ts";

const clip = fixture("webcam.mp4"), pictures = fixture("webcam.mjpeg");

/** Reads the first lines of a run, harms it, and reads the rest. */
async function harmed(
  args: string[],
  lines: number,
  harm: (child: Deno.ChildProcess) => Promise<void>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawnCli(args, ["-A"]);
  await child.stdin.close();
  const told = new Response(child.stderr).text();
  let stdout = "", isHarmed = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += text;
    if (isHarmed || stdout.split("\n").length <= lines) continue;
    isHarmed = true;
    await harm(child);
  }
  return { code: (await child.status).code, stdout, stderr: await told };
}

/** Waits until a file of which nothing but its part is there has begun. */
async function begun(folder: string): Promise<void> {
  const isBegun = (name: string) =>
    name.startsWith(".mien") && Deno.statSync(`${folder}/${name}`).size > 0;
  while (!namesIn(folder).some(isBegun)) await new Promise((resolve) => setTimeout(resolve, 20));
}

ffmpegTest("cli.ts keeps what it has when its ffmpeg is killed", async () => {
  const folder = await Deno.makeTempDir(), summary = `${folder}/a.json`;
  const whole = records(await runCli(["-q", "-f", "ndjson", "--to", "1", clip]));
  for (const lines of [1, 20]) {
    const { code, stdout, stderr } = await harmed(
      ["-q", "-f", "ndjson", "--summary", summary, clip, fixture("astronaut.png")],
      lines,
      async ({ pid }) => Deno.kill((await childrenOf(pid))[0]!, "SIGKILL"),
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^mien: Cannot read \S+webcam\.mp4: ffmpeg was ended by SIGKILL after \d+/,
    );
    const got = records({ code, stdout, stderr }), { length } = got;
    assert.equal(got.pop().source, fixture("astronaut.png"), "the next input is read");
    // What a frame shows does not depend on what comes later, but for the length of the run.
    const compared = Math.min(got.length, whole.length);
    assert.deepEqual(got.slice(0, compared), whole.slice(0, compared));
    const { sources: [{ frames }] } = JSON.parse(await Deno.readTextFile(summary));
    assert.equal(frames, length - 1);
  }
  await Deno.remove(folder, { recursive: true });
});

ffmpegTest(
  "cli.ts leaves the old video when its encoder is killed, and prints all records",
  async () => {
    const folder = await Deno.makeTempDir(), video = `${folder}/a.mp4`;
    await Deno.writeTextFile(video, "old");
    const { code, stdout, stderr } = await harmed(
      ["-q", "-f", "csv", "-o", video, pictures],
      20,
      async ({ pid }) => {
        await begun(folder);
        Deno.kill((await childrenOf(pid))[0]!, "SIGKILL");
      },
    );
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^mien: Cannot write \S+a\.mp4: ffmpeg failed after \d+ frames/);
    assert.equal(await Deno.readTextFile(video), "old");
    assert.deepEqual(namesIn(folder), ["a.mp4"]);
    assert(stdout.endsWith("\n"), "the last row is whole");
    await Deno.remove(folder, { recursive: true });
  },
);

// A container may not mount, even as root. GitHub's machines have sudo.
const canFill = await canMount() || Deno.env.has("GITHUB_ACTIONS");
Deno.test({
  name: `cli.ts leaves the old files when the disk is full${
    canFill ? "" : " (left out: needs to mount)"
  }`,
  ignore: !canFill,
  fn: async () => {
    await using folder = await temporaryFolder();
    await using mounted = await mountSmall(folder.path);
    assert(mounted !== undefined, "Run the tests as root, or allow sudo without a password");
    const { path: disk } = mounted;
    const names = ["a.json", "a.png", "a.svg"];
    for (const name of names) await Deno.writeTextFile(`${disk}/${name}`, "old");
    await Deno.writeFile(`${disk}/full`, new Uint8Array(1 << 17)).catch(() => {});
    const paths = names.map((name) => `${disk}/${name}`) as [string, string, string];
    const runs = await Promise.all([
      runCli(["-q", "--to", "1", "--summary", paths[0], "--timeline", paths[2], pictures], {
        permissions: ["-A"],
      }),
      runCli(["-q", "--output", paths[1], fixture("astronaut.png")], { permissions: ["-A"] }),
    ]);
    for (const { code, stdout, stderr } of runs) {
      assert.equal(code, 1);
      assert.match(stdout, /neutral|happy/);
      assert.match(stderr, /^(mien: Cannot write \S+: No space left on device\n)+$/);
    }
    for (const path of paths) assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual(namesIn(disk), [...names, "full"]);
  },
});

ffmpegTest("cli.ts is not disturbed by a clock that runs backwards", async () => {
  const script = await Deno.makeTempFile({ suffix: ".ts" });
  const command = new URL("../../src/cli/recognize_command.ts", import.meta.url);
  await Deno.writeTextFile(
    script,
    `import { RECOGNIZE } from ${JSON.stringify(command)};
    Date.now = () => 1e12 - 1000 * performance.now();
    const { signal } = new AbortController();
    Deno.exit(await RECOGNIZE.run(Deno.args, signal, () => Promise.resolve([])));`,
  );
  const camera = `-re -t 2 -i ${clip}`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, "-q", "-f", "ndjson", "--input-args", camera],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder(), said = decoder.decode(stderr);
  const got = records({ code, stdout: decoder.decode(stdout), stderr: said });
  assert(got.length > 2, said);
  for (const [i, { time, latencyMs }] of got.entries()) {
    // On a busy machine two frames can come in one millisecond.
    assert(i === 0 || time >= got[i - 1].time, `${time} after ${got[i - 1]?.time}`);
    assert(latencyMs >= 0 && latencyMs < 60_000, `${latencyMs} ms`);
  }
  await Deno.remove(script);
});
