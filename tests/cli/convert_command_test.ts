import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runCli, spawnCli } from "../support/cli.ts";
import { fixture } from "../support/ffmpeg.ts";

const keras = (name: string) => fileURLToPath(new URL(`../golden/keras/${name}`, import.meta.url));

Deno.test("cli.ts convert makes a model that --model then uses", async () => {
  const folder = await Deno.makeTempDir();
  const permissions = ["--allow-read", `--allow-write=${folder}`];
  const out = `${folder}/mine`;
  const labels = "angry,happy,neutral,sad,surprise";
  const args = ["convert", keras("paper.keras"), "--labels", labels, "--out", out];
  const result = await runCli([...args, "--margin", "0.1", "--dtype", "float16"], { permissions });
  assert.equal(result.code, 0, result.stderr);
  assert.equal(result.stdout, `${out}\n`);
  assert.match(result.stderr, /48x48 grey in 0\.\.1 -> angry, happy/);
  assert.match(
    result.stderr,
    /does not tell .*\n {2}0\.\.1 {3}astronaut \w+ \d+%, .*\n {2}-1\.\.1 /,
  );
  const card = JSON.parse(await Deno.readTextFile(`${out}/card.json`));
  assert.equal(card.crop.margin, 0.1);

  const used = await runCli(["--model", out, fixture("astronaut.png")]);
  assert.equal(used.code, 0, used.stderr);

  const isFolder = await runCli(["convert", out, ...args.slice(2, 4), "--out", `${out}2`]);
  assert.match(isFolder.stderr, /^mien: Cannot read model file .*mine: it is a folder\n$/);

  const again = await runCli(args, { permissions });
  assert.equal(again.code, 2);
  assert.match(again.stderr, /mine/);
  const bare = [...args.slice(0, 4), "--out", "mine", "--force", "-q"];
  const { stdout, stderr } = await runCli(bare, { permissions, cwd: folder });
  assert.deepEqual([stdout, stderr], ["./mine\n", ""]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts runs a converted network with RGB input of another size", async () => {
  const folder = await Deno.makeTempDir();
  const out = `${folder}/rgb`;
  const converted = await runCli(
    ["convert", keras("nested.keras"), "--labels", "a,b,c", "--out", out],
    { permissions: ["--allow-read", `--allow-write=${folder}`] },
  );
  assert.match(converted.stderr, /^16x16 RGB in 0\.\.255 -> a, b, c\n/);
  assert.doesNotMatch(converted.stderr, /Warning|does not tell/);
  const scaled = await runCli(
    ["convert", keras("nested.keras"), "--scale", "-1..1", "-l", "a,b,c", "-o", `${folder}/scaled`],
    { permissions: ["--allow-read", `--allow-write=${folder}`] },
  );
  assert.match(scaled.stderr, /Warning: pixels will be -1\.\.1, but .* seem to expect 0\.\.255\n/);
  const { stdout } = await runCli(["--model", out, fixture("astronaut.png"), "-f", "ndjson"]);
  const { probabilities } = JSON.parse(stdout).faces[0];
  assert.deepEqual(Object.keys(probabilities), ["a", "b", "c"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("cli.ts convert refuses missing arguments and labels that do not match", async () => {
  const folder = await Deno.makeTempDir();
  const permissions = ["--allow-read", `--allow-write=${folder}`];
  const run = (...args: string[]) => runCli(["convert", ...args], { permissions });
  const given = [keras("paper.keras"), "--labels", "happy,sad"];
  for (
    const [args, message] of [
      [[], "give one Keras file"],
      [given.slice(0, 1), "--labels is missing"],
      [given, "--out is missing"],
    ] as const
  ) {
    assert.equal((await run(...args)).stderr, `mien: Cannot convert: ${message}; see --help\n`);
  }
  const { code, stderr } = await run(
    ...[...given, "--out", `${folder}/mine`],
  );
  assert.equal(code, 2);
  assert.match(stderr, /2 labels.*5 |5 .*2 labels/);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  await Deno.remove(folder);
});

Deno.test("cli.ts convert asks for the permission to read its own program", async () => {
  const file = keras("paper.keras"), labels = "angry,happy,neutral,sad,surprise";
  const { code, stderr } = await runCli(["convert", file, "-l", labels, "-o", "mine"], {
    permissions: [`--allow-read=${file},mine`],
  });
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "mien: Cannot start worker: the permission to read its program is missing; " +
      "run again with --allow-read\n",
  );
});

Deno.test({
  name: "cli.ts convert ends on Ctrl-C and writes nothing",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/paper.keras`;
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const labels = "angry,happy,neutral,sad,surprise";
    const child = spawnCli(["convert", path, "-l", labels, "-o", `${folder}/mine`], ["-A"]);
    await child.stdin.close();
    const file = await Deno.open(path, { write: true });
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    file.close();
    assert.deepEqual([code, stdout.length, stderr.length], [130, 0, 0]);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["paper.keras"]);
    await Deno.remove(folder, { recursive: true });
  },
});
