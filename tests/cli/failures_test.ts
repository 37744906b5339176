import assert from "node:assert/strict";
import { runCli, spawnCli } from "../support/cli.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { withProgram } from "../support/with_program.ts";

const picture = fixture("astronaut.png"), clip = fixture("webcam.mjpeg");
const permissions = ["-A"];

/** Skips a test on systems without `/dev/full`. */
function fullDiskTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os !== "linux", fn });
}

/** An ffmpeg that takes all frames for `a.mp4` and then fails. */
const failingEncoder = `case "$*" in *file:*a.mp4)
  cat > /dev/null; echo "[error] No luck" >&2; exit 1;;
esac
PATH=\${PATH#*:} exec ffmpeg "$@"`;

fullDiskTest("cli.ts names all files that it cannot write", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.symlink("/dev/full", `${folder}/a.svg`);
  const { code, stderr } = await runCli(
    ["-q", "--to", "0.1", "--summary", "/dev/full", "--timeline", `${folder}/a.svg`, clip],
    { permissions },
  );
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^mien: Cannot write \/dev\/full: No space.*\nmien: Cannot write \S+\/a\.svg: No space.*\n$/,
  );
  await Deno.remove(folder, { recursive: true });
});

fullDiskTest("cli.ts names a file that it cannot write after Ctrl-C", async () => {
  const child = spawnCli(["-q", "--summary", "/dev/full", fixture("webcam.mjpeg")], permissions);
  await child.stdin.close();
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGINT");
  while (!(await reader.read()).done);
  assert.match(
    await new Response(child.stderr).text(),
    /^mien: Cannot write \/dev\/full: No space.*\n$/,
  );
  assert.equal((await child.status).code, 130);
});

ffmpegTest(
  "cli.ts names a file that it cannot write when its reader closes the pipe",
  () =>
    withProgram("ffmpeg", failingEncoder, async (folder) => {
      const child = spawnCli(["-v", "-o", `${folder}/a.mp4`, fixture("webcam.mjpeg")], permissions);
      await child.stdin.close();
      const reader = child.stdout.getReader();
      await reader.read();
      await reader.cancel();
      assert.match(
        await new Response(child.stderr).text(),
        /^mien: Cannot write \S+\/a\.mp4: ffmpeg failed after \d+ frames: No luck\n$/,
      );
      assert.equal((await child.status).code, 1);
    }),
);

ffmpegTest(
  "cli.ts continues with the next input if the video of one cannot be finished",
  () =>
    withProgram("ffmpeg", failingEncoder, async (folder) => {
      await Deno.copyFile(fixture("webcam.mjpeg"), `${folder}/a.mp4`);
      const { code, stderr } = await runCli(
        ["-q", "--to", "0.5", "-o", `${folder}/out/`, `${folder}/a.mp4`, picture],
        { permissions },
      );
      assert.equal(code, 1);
      assert.match(stderr, /^mien: Cannot write \S+\/out\/a\.mp4: ffmpeg failed .*: No luck\n$/);
      assert((await Deno.stat(`${folder}/out/astronaut.png`)).size > 0);
    }),
);

Deno.test({
  name: "cli.ts --preview that fails loses no result",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withProgram(
      "ffplay",
      '[ "$1" = -version ] && exit\necho "[fatal] Could not initialize SDL" >&2\nexit 1',
      async () => {
        const clip = fixture("webcam.mjpeg");
        const args = ["-q", "-f", "ndjson", "--to", "0.4", clip, picture];
        const { code, stdout, stderr } = await runCli(["--preview=window", ...args], {
          permissions,
        });
        assert.equal(code, 1);
        assert.match(stderr, /^mien: Cannot show the preview: there is no display.*\n$/);
        assert.equal(stdout, (await runCli(args)).stdout);
      },
    ),
});

Deno.test("cli.ts writes nothing if it cannot start", async () => {
  const folder = await Deno.makeTempDir();
  const [old, added] = [`${folder}/old.html`, `${folder}/new.html`];
  await Deno.writeTextFile(old, "kept");
  const summary = ["--summary", `${folder}/new.json`];
  const output = ["-o", `${folder}/new/`];
  const cases = [
    [2, "--timeline", old, ...output, ...summary, "--mqtt", "http://x/y"],
    [2, "--timeline", added, ...output, ...summary, "--on-change", "echo {nothing}"],
    [2, "--timeline", `${folder}/new.png`, ...output, ...summary],
    [2, "--timeline", added, ...output, ...summary, "--to", "0.1", "-f", "srt", picture],
    [1, "--timeline", old, ...output, ...summary, "-m", "nosuch"],
    [1, "--timeline", added, ...output, "--summary", `${folder}/no/such.json`],
  ] as const;
  for (const [expected, ...args] of cases) {
    const { code, stdout, stderr } = await runCli([...args, clip], { permissions });
    assert.deepEqual([code, stdout], [expected, ""], stderr);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["old.html"], args.join(" "));
    assert.equal(await Deno.readTextFile(old), "kept");
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts tells of a broker or program that is missing, also in its exit code", async () => {
  const run = (...args: string[]) => runCli([...args, picture], { permissions });
  const [broker, program, command] = await Promise.all([
    run("--mqtt", "mqtt://127.0.0.1:1/faces"),
    run("--on-change", "no-such-program"),
    run("--on-change", `${Deno.execPath()} eval Deno.exit(3)`),
  ]);
  assert.equal(broker.code, 1);
  assert.match(broker.stderr, /^mien: Cannot publish to mqtt:\S+: .*, trying again\n/);
  assert.match(broker.stdout, /happy/, "the records are printed all the same");
  assert.deepEqual([program.code, program.stdout], [1, ""]);
  assert.match(program.stderr, /^mien: Cannot run no-such-program on changes: there is no such/);
  assert.equal(command.code, 1);
  assert.match(command.stderr, /^mien: Cannot run \S+ on changes: it ended with exit code 3\n/);
});
