import assert from "node:assert/strict";
import { SCHEMAS } from "../src/http/schemas.ts";
import type { FrameResult } from "../src/result.ts";
import { records, runCli } from "./support/cli.ts";
import { type CodeBlock, codeBlocks, commandsOf } from "./support/code_blocks.ts";
import { Desk } from "./support/documented_commands.ts";
import { ffmpeg, ffmpegTest, fixture } from "./support/ffmpeg.ts";

const root = new URL("../", import.meta.url);

/** Commands that are not run here, each with the reason. */
const leftOut: readonly [commands: RegExp, reason: string][] = [
  [/deno task (test|ok)\b/, "would run this test again"],
  [/--preview terminal/, "needs a terminal"],
  [/^deno deploy /, "needs an account at Deno Deploy"],
];

/** Whether a command with `--camera` would film whoever runs the tests. */
const hasCamera = Deno.build.os !== "linux" ||
  [...Deno.readDirSync("/dev")].some(({ name }) => name.startsWith("video"));

/** What a command with `--camera` says where there is none. */
const withoutCamera = /^mien: Cannot open .*camera.*: there is no(ne| such camera)/m;

/** Kinds of blocks that are not commands, each with what becomes of it. */
const otherBlocks: Readonly<Record<string, string>> = {
  ts: "run by deno test --doc",
  text: "compared with the demo's output",
  json: "compared with the demo's records",
  "js ignore": "needs a page or Node; tests/npm serves on Node",
  py: "needs Python",
  python: "needs Python with Keras",
};

async function documents(): Promise<CodeBlock[]> {
  const files = ["README.md"];
  for await (const { name } of Deno.readDir(new URL("docs/", root))) {
    if (name.endsWith(".md")) files.push(`docs/${name}`);
  }
  const blocks = files.sort().map(async (file) =>
    codeBlocks(file, await Deno.readTextFile(new URL(file, root)))
  );
  return (await Promise.all(blocks)).flat();
}

const blocks = await documents();

ffmpegTest("the documented commands run as they stand, without being asked for more", async (t) => {
  await using desk = await Desk.open();
  for (const block of blocks.filter(({ info }) => info === "sh")) {
    for (const command of commandsOf(block)) {
      if (leftOut.some(([commands]) => commands.test(command))) continue;
      if (hasCamera && command.includes("--camera")) continue;
      await t.step(`${block.place} ${command}`, async () => {
        const { code, stderr } = await desk.run(command);
        if (command.includes("--camera") && withoutCamera.test(stderr)) return;
        assert.equal(code, 0, stderr);
        assert.doesNotMatch(stderr, /^mien: Cannot/m);
      });
    }
  }
});

Deno.test("every documented block is of a kind that is tested, or left out for a reason", () => {
  for (const { info, place } of blocks) assert(info === "sh" || info in otherBlocks, place);
});

Deno.test("docs/outputs.md names every field of a record", async () => {
  const text = await Deno.readTextFile(new URL("docs/outputs.md", root));
  const [, table = ""] = /\| field .*\n((?:\|.*\n)+)/.exec(text) ?? [];
  const names = table.split("\n").flatMap((row) => row.split("|")[1]?.match(/`\w+`/g) ?? []);
  const fields = [SCHEMAS.Record, SCHEMAS.Face].flatMap(({ properties }) =>
    Object.keys(properties)
  );
  assert.deepEqual(names.toSorted(), fields.map((name) => `\`${name}\``).toSorted());
});

ffmpegTest("the documented count of labels is that of the records, with every model", async () => {
  await using desk = await Desk.open();
  const run = async (command: string): Promise<string> => {
    assert.equal((await desk.run(`${command} > out.txt`)).code, 0, command);
    return await Deno.readTextFile(`${desk.folder}/out.txt`);
  };
  const recipe = blocks.flatMap(commandsOf).find((command) => command.includes("| awk"))!;
  await Deno.copyFile(fixture("astronaut.png"), `${desk.folder}/album/one, two.jpg`);
  await Deno.copyFile(fixture("rocket.jpg"), `${desk.folder}/album/none.jpg`);
  const sure = `${desk.folder}/album/dim.jpg`;
  await ffmpeg([
    "-i",
    fixture("grace_hopper.jpg"),
    "-vf",
    "lutrgb=r=val/14:g=val/14:b=val/14",
    sure,
  ]);
  for (const model of ["five", "seven", "nhs", "nas"]) {
    const withModel = recipe.replace("--format", `--model ${model} --format`);
    const found = (await run(withModel.replace(/csv \|[^]*/, "ndjson"))).trim().split("\n");
    const faces = found.flatMap((line) => (JSON.parse(line) as FrameResult).faces);
    const shown = Map.groupBy(faces, ({ emotion, uncertain }) => uncertain ? "uncertain" : emotion);
    assert(shown.has("uncertain") && shown.size > 1, JSON.stringify([...shown]));
    const counts = [...shown].map(([label, { length }]) => `${length} ${label}`);
    const lines = (await run(withModel)).trim().split("\n").map((line) => line.trim());
    assert.deepEqual(lines.toSorted(), counts.toSorted(), model);
  }
});

Deno.test("the documented output is that of the bundled clip", async () => {
  const clip = fixture("webcam.mjpeg");
  const { stdout } = await runCli([clip]);
  const found = records(await runCli([clip, "-f", "ndjson", "--to", "1"]));
  for (const { info, text, place } of blocks) {
    if (info === "text") {
      for (const line of text.trim().split("\n")) {
        assert(line === "..." || stdout.includes(`${line}\n`), `${place}: ${line}`);
      }
    } else if (info === "json") {
      const record = JSON.parse(text);
      assert.deepEqual({ ...found[record.frame], source: record.source }, record, place);
    }
  }
});
