import assert from "node:assert/strict";
import { spawnCli } from "../support/cli.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";
import { childrenOf } from "../support/processes.ts";
import { namesIn } from "../support/temporary.ts";
import { withProgram } from "../support/with_program.ts";

const ignore = Deno.build.os === "windows";
const picture = fixture("astronaut.png");

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds until a process ends. */
async function endOf(child: Deno.ChildProcess): Promise<number> {
  const start = performance.now();
  await child.status;
  return performance.now() - start;
}

ffmpegTest("cli.ts finishes its files when it is asked to end", async () => {
  const folder = await Deno.makeTempDir();
  const [video, timeline, summary] = ["a.mp4", "a.svg", "a.json"].map((it) => `${folder}/${it}`);
  const child = spawnCli([
    ...["-o", video!, "--timeline", timeline!, "--summary", summary!],
    fixture("webcam.mp4"),
  ], ["-A"]);
  await child.stdin.close();
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGTERM");
  while (!(await reader.read()).done);
  const wrote = /^wrote \S+a\.mp4 \(\d+ frames?, \d+\.\d s\)\nwrote \S+a\.svg\nwrote \S+a\.json\n$/;
  assert.match(await new Response(child.stderr).text(), wrote);
  assert.equal((await child.status).code, 143);
  const { sources: [{ frames }] } = JSON.parse(await Deno.readTextFile(summary!));
  assert((await probe(video!)).frames > 0 && frames > 0, `${frames} frames`);
  assert.match(await Deno.readTextFile(timeline!), /Emotions in webcam\.mp4/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "cli.ts ends on Ctrl-C while a named pipe gives nothing",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/a.mp4`;
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const child = spawnCli([path]);
    await child.stdin.close();
    const silent = await Deno.open(path, { write: true });
    child.kill("SIGINT");
    assert.equal((await child.output()).code, 130);
    silent.close();
    await Deno.remove(folder, { recursive: true });
  },
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name: `cli.ts --preview of a picture ends on ${signal} and leaves no window behind`,
    ignore,
    fn: () =>
      withProgram("ffplay", '[ "$1" = -version ] && exit\nexec sleep 60', async () => {
        const child = spawnCli(["--preview", picture], ["-A"]);
        await child.stdin.close();
        const reader = child.stdout.getReader();
        await reader.read();
        while ((await childrenOf(child.pid)).length === 0) await pause(50);
        const [player] = await childrenOf(child.pid);
        await pause(300);
        child.kill(signal);
        assert(await endOf(child) < 30_000);
        assert.equal((await child.status).code, code);
        assert.equal(await new Response(child.stderr).text(), "");
        assert.throws(() => Deno.kill(player!, "SIGCONT"), "the player has ended");
        await reader.cancel();
      }),
  });
}

Deno.test({
  name: "cli.ts --on-change ends its commands on Ctrl-C and starts no more",
  ignore,
  fn: async () => {
    const command = `sh -c "echo started; exec sleep 60"`;
    // The same place in another picture: its command waits for the first.
    const child = spawnCli(["-q", "--on-change", command, picture, picture], ["-A"]);
    await child.stdin.close();
    const stdout = new Response(child.stdout).text();
    const stderr = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    assert.match((await stderr.read()).value!, /started/);
    await pause(1500); // Both pictures are done.
    child.kill("SIGINT");
    assert(await endOf(child) < 30_000);
    assert.equal((await child.status).code, 130);
    assert.equal((await stdout).split("\n").length, 3);
    assert.deepEqual(await stderr.read(), { done: true, value: undefined });
  },
});

Deno.test({
  name: "cli.ts ends on the first signal while a pipe gives nothing, whatever that is to be",
  ignore,
  fn: async () => {
    const waits: ((folder: string, pipe: string) => string[])[] = [
      (folder) => ["--model", folder, picture],
      (_, pipe) => ["--baseline", pipe, picture],
      (folder) => ["eval", "--model", folder, folder],
      (folder, pipe) => ["convert", pipe, "--labels", "a,b", "--out", `${folder}/out`],
    ];
    await Promise.all(waits.map(async (args) => {
      const folder = await Deno.makeTempDir(), pipe = `${folder}/card.json`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const child = spawnCli(args(folder, pipe), ["-A"]);
      await child.stdin.close();
      const silent = await Deno.open(pipe, { write: true });
      child.kill("SIGTERM");
      const { code, stderr } = await child.output();
      assert.deepEqual([code, new TextDecoder().decode(stderr)], [143, ""]);
      silent.close();
      await Deno.remove(folder, { recursive: true });
    }));
  },
});

ffmpegTest("cli.ts ends on the first signal though ffmpeg is stopped or nobody reads", async () => {
  const folder = await Deno.makeTempDir(), video = `${folder}/a.mp4`;
  const child = spawnCli(["-q", "-f", "ndjson", "-o", video, fixture("webcam.mjpeg")], ["-A"]);
  await child.stdin.close();
  // Nobody reads the records, so that it waits either for its reader or for the encoder.
  const isBegun = (name: string) =>
    name.startsWith(".mien") && Deno.statSync(`${folder}/${name}`).size > 0;
  while (!namesIn(folder).some(isBegun)) await pause(50);
  const [encoder] = await childrenOf(child.pid);
  Deno.kill(encoder!, "SIGSTOP");
  await pause(500);
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 143);
  assert.equal(await new Response(child.stderr).text(), "");
  await child.stdout.cancel();
  assert((await probe(video)).frames > 0);
  assert.deepEqual(namesIn(folder), ["a.mp4"]);
  await Deno.remove(folder, { recursive: true });
});
