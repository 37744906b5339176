import assert from "node:assert/strict";
import { runCli } from "../support/cli.ts";
import { fixture } from "../support/ffmpeg.ts";
import { namesIn, testIn } from "../support/temporary.ts";

const model = new URL("../../models/five/", import.meta.url);

/** What all files of a folder hold. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  for (const name of namesIn(folder)) {
    const bytes = await Deno.readFile(`${folder}/${name}`);
    contents.set(name, new TextDecoder("latin1").decode(bytes));
  }
  return contents;
}

testIn("cli.ts never overwrites a file that it reads or writes otherwise", async (folder) => {
  for (const name of ["model.json", "weights.bin", "card.json"]) {
    await Deno.copyFile(new URL(name, model), `${folder}/${name}`);
  }
  await Deno.copyFile(fixture("astronaut.png"), `${folder}/a.png`);
  await Deno.copyFile(fixture("webcam.mjpeg"), `${folder}/d.mjpeg`);
  await Deno.link(`${folder}/d.mjpeg`, `${folder}/a.svg`);
  await Deno.copyFile(fixture("grace_hopper.jpg"), `${folder}/b.jpg`);
  const before = await contentsOf(folder);
  const [a, b, c, d] = ["a.png", "b.jpg", "c.mp4", "d.mjpeg"]
    .map((name) => `${folder}/${name}`) as [string, string, string, string];
  const runs: [string, string[]][] = [
    [a, ["--output", a, a]],
    [a, ["--summary", a, a, d]],
    [`${folder}/a.svg`, ["--timeline", `${folder}/a.svg`, d]],
    [`${folder}/card.json`, ["--model", folder, "--summary", `${folder}/card.json`, d]],
    [b, ["--baseline", `${b},${a}`, "--output", b, a]],
    [a, ["--input-args", `-i ${a}`, "--summary", a]],
    [c, ["--summary", `${folder}/./c.mp4`, "--output", c, d]],
  ];
  await Promise.all(runs.map(async ([path, args]) => {
    const { code, stdout, stderr } = await runCli(args, { permissions: ["-A"] });
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, /^mien: Cannot write \S+: it is (an input|in use as \S+), give the .*\n$/);
    assert(path === c || stderr.includes(` ${path}:`), stderr);
  }));
  assert.deepEqual(await contentsOf(folder), before);
});

testIn("cli.ts does not append its results to an input", async (folder) => {
  const path = `${folder}/a.jpg`;
  await Deno.copyFile(fixture("rocket.jpg"), path);
  const { size } = await Deno.stat(path);
  const shell = `"$0" run --allow-read "$1" "$2" >> "$2"`;
  const cli = new URL("../../cli.ts", import.meta.url).pathname;
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", shell, Deno.execPath(), cli, path],
  }).output();
  assert.equal(code, 2, new TextDecoder().decode(stderr));
  assert.equal((await Deno.stat(path)).size, size);
});

testIn("cli.ts leaves no file behind where only the frames show wrong usage", async (folder) => {
  const [output, summary, timeline] = ["a.jpg", "a.json", "a.html"].map((it) => `${folder}/${it}`);
  const files = ["--output", output!, "--summary", summary!, "--timeline", timeline!];
  const { code, stderr } = await runCli([...files, "--to", "1", fixture("webcam.mjpeg")], {
    permissions: ["-A"],
  });
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^mien: Cannot write \S+a\.jpg: \S+ has several frames, name the output .*\n$/,
  );
  assert.deepEqual(namesIn(folder), []);
});
