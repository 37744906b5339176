import assert from "node:assert/strict";
import { records, runCli } from "./support/cli.ts";
import { type CodeBlock, codeBlocks, commandsOf } from "./support/code_blocks.ts";
import { Desk } from "./support/documented_commands.ts";
import { ffmpegTest, fixture } from "./support/ffmpeg.ts";

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
