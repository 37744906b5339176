import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runCli, spawnCli } from "../support/cli.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { namesIn, testIn } from "../support/temporary.ts";

const clip = fixture("webcam.mjpeg");
const pictures = ["astronaut.png", "grace_hopper.jpg", "rocket.jpg"].map(fixture);

testIn(
  "cli.ts gives the same records and errors with any number of workers, and needs no permission for them",
  async (folder) => {
    const damaged = `${folder}/damaged.jpg`;
    await Deno.writeFile(damaged, (await Deno.readFile(pictures[1]!)).subarray(0, 20_000));
    const inputs = [pictures[0]!, damaged, pictures[1]!, `${folder}/missing.png`, pictures[2]!];
    const stdin = await Deno.readFile(clip);
    for (
      const [code, args, options] of [
        [0, ["--to", "0.6"], { stdin, permissions: [] }],
        [1, [...inputs, clip, "--to", "0.6"], { permissions: ["--allow-read"] }],
      ] as const
    ) {
      const run = async (workers: string) =>
        await runCli(["-q", "-f", "ndjson", "--workers", workers, ...args], {
          ...options,
          permissions: [...options.permissions],
        });
      const alone = await run("0");
      assert.equal(alone.code, code);
      for (const workers of ["1", "2", "auto"]) {
        assert.deepEqual(await run(workers), alone, workers);
      }
    }
  },
);

ffmpegTest("cli.ts --workers draws on the frames that come back from the workers", async () => {
  const folder = await Deno.makeTempDir();
  for (const workers of ["0", "2"]) {
    const { code, stderr } = await runCli(
      ["-q", "--workers", workers, "-o", `${folder}/${workers}/`, ...pictures],
      { permissions: ["-A"] },
    );
    assert.equal(code, 0, stderr);
  }
  const names = namesIn(`${folder}/0`);
  assert.deepEqual(names, namesIn(`${folder}/2`));
  for (const name of names) {
    const [one, two] = await Promise.all(
      ["0", "2"].map((n) => Deno.readFile(`${folder}/${n}/${name}`)),
    );
    assert.deepEqual(two, one, name);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts --workers decodes in the workers what ImageMagick reads", async () => {
  const files = ["cmyk.jpg", "turned.heic"].map((name) =>
    fileURLToPath(import.meta.resolve(`../golden/image/pictures/${name}`))
  );
  const run = (workers: string, permission = "--allow-read") =>
    runCli(["-q", "--workers", workers, ...files], { permissions: [permission] });
  const [alone, one] = [await run("0"), await run("1")];
  assert.deepEqual(one, alone);
  assert.equal(one.code, 0);
  for (const workers of ["0", "1"]) {
    const { code, stderr } = await run(workers, `--allow-read=${files}`);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Cannot decode .*cmyk.jpg: .* not permitted; run again with --allow-read$/m,
    );
  }
});

Deno.test("cli.ts --workers ends at once on Ctrl-C", async () => {
  const child = spawnCli(["-q", "--workers", "2", clip, clip, clip]);
  await child.stdin.close();
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGINT");
  let bytes = 0;
  for (let read; !(read = await reader.read()).done;) bytes += read.value.length;
  assert.equal((await child.status).code, 130);
  assert(bytes < 10_000, `${bytes} bytes after it, of some 60,000`);
  assert.equal(await new Response(child.stderr).text(), "");
});

Deno.test("cli.ts --workers takes a whole number or auto", async () => {
  for (const workers of ["-1", "1.5", "many", "257"]) {
    const { code, stderr } = await runCli([`--workers=${workers}`, pictures[0]!]);
    assert.equal(code, 2);
    assert.match(stderr, /--workers \S+: give a whole number from 0 to 256, or auto\n$/);
  }
});

Deno.test("cli.ts --workers says that tfjs runs without them", async () => {
  const args = ["-q", "--engine", "tfjs", "--workers", "2", pictures[2]!];
  const { code, stdout, stderr } = await runCli(args, { permissions: ["-A"] });
  assert.equal(code, 0);
  assert.match(stdout, /no face/);
  assert.match(stderr, /^mien: No workers are used: .*tfjs.*\n$/);
});
