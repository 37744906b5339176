import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { MienError } from "../../src/errors.ts";
import { createFrame, type Frame } from "../../src/image/frame.ts";
import type { FrameResult } from "../../src/result.ts";
import { splitArguments } from "../../src/cli/split_arguments.ts";
import { OnChange, type OnChangeOptions } from "../../src/sink/on_change.ts";
import { childrenOf } from "../support/processes.ts";
import { recordAt, recordsOf } from "../support/records.ts";

const video = createFrame("gray", 1, 1, new Uint8Array(1));
const still = createFrame("gray", 1, 1, new Uint8Array(1), { still: true });
const deno = Deno.execPath();
const print = `${deno} eval 'console.log(Deno.args.join("|"))'`;

interface Heard {
  lines: string[];
  problems: string[];
  elapsedMs: number;
}

/** The commands that these records start. */
async function run(
  command: string,
  records: Iterable<FrameResult>,
  frame: Frame = video,
  options: OnChangeOptions = {},
): Promise<Heard> {
  const lines: string[] = [], problems: string[] = [];
  const started = performance.now();
  {
    await using sink = await OnChange.open(await splitArguments(command), {
      onOutput: (line) => lines.push(line),
      onProblem: (message) => problems.push(message),
      ...options,
    });
    for (const record of records) assert.equal(sink.write(record, frame), undefined);
  }
  return { lines, problems, elapsedMs: performance.now() - started };
}

Deno.test("OnChange runs a command for the first label and each change", async () => {
  const records = [
    recordAt(0, { id: 1, emotion: "happy", confidence: 0.91 }),
    recordAt(1, { id: 1, emotion: "happy" }, { id: 102, emotion: "sad" }),
  ];
  const { lines, problems } = await run(
    `${print} {id} {emotion} {confidence} 't {time}' {source}`,
    records.flatMap((record) => [record, record, record]),
  );
  assert.deepEqual(lines.sort(), [
    "102|sad|0.9|t 1|clip.mp4",
    "1|happy|0.91|t 0|clip.mp4",
  ]);
  assert.deepEqual(problems, []);
});

Deno.test("OnChange treats the ids of the next source as new faces", async () => {
  const lines: string[] = [];
  {
    await using sink = await OnChange.open(await splitArguments(`${print} {time}`), {
      onOutput: (line) => lines.push(line),
    });
    for (const time of [0, 1]) {
      sink.write(recordAt(time, { id: 1, emotion: "happy" }), video);
      sink.endSource();
    }
  }
  assert.deepEqual(lines, ["0", "1"]);
});

Deno.test("OnChange ignores uncertain labels and faces without an id", async () => {
  const { lines } = await run(`${print} {emotion}`, [
    recordAt(0, { emotion: "angry" }),
    recordAt(0, { id: 1, emotion: "happy" }),
    recordAt(1, { id: 1, emotion: "sad", uncertain: true }),
    recordAt(2, { id: 1, emotion: "happy" }),
  ]);
  assert.deepEqual(lines, ["happy"]);
});

Deno.test("OnChange keeps only the newest label while a face's command is running", async () => {
  const slow = `${deno} eval 'setTimeout(() => console.log(Deno.args[0]), 300)' {emotion}@{time}`;
  const records = recordsOf(0, 4).map((_, i) =>
    recordAt(i, { id: 1, emotion: i % 2 ? "sad" : "happy" })
  );
  const { lines, problems } = await run(slow, records);
  assert.deepEqual(lines, ["happy@0", "sad@99"]);
  assert.deepEqual(problems, []);
});

Deno.test("OnChange distinguishes faces of two videos with the same id", async () => {
  const slow = `${deno} eval 'setTimeout(() => console.log(Deno.args.join("|")), 300)'`;
  const records = ["a.mp4", "b.mp4"].flatMap((source) =>
    ["happy", "sad"].map((emotion, i) => ({ ...recordAt(i, { id: 1, emotion }), source }))
  );
  const { lines, problems } = await run(`${slow} {source} {emotion}`, records);
  assert.deepEqual(lines.sort(), ["a.mp4|happy", "a.mp4|sad", "b.mp4|happy", "b.mp4|sad"]);
  assert.deepEqual(problems, []);
});

Deno.test("OnChange drops the oldest of many changes and says so once", async () => {
  const faces = Array.from({ length: 100 }, (_, i) => ({ id: i + 1, emotion: "happy" }));
  const { lines, problems } = await run("true {id}", [recordAt(0, ...faces)]);
  assert.deepEqual(lines, []);
  assert.deepEqual(problems, [
    "Cannot run true on changes: labels change faster than it ends, some changes are left out",
  ]);
});

Deno.test("OnChange treats every face of a picture as new", async () => {
  const pictures = ["a.jpg", "b.jpg"].map((source) => ({
    ...recordAt(0, { emotion: "happy" }, { emotion: "happy" }),
    source,
  }));
  const { lines } = await run(`${print} {source} {id}`, pictures, still);
  assert.deepEqual(lines.sort(), ["a.jpg|1", "a.jpg|2", "b.jpg|1", "b.jpg|2"]);
});

Deno.test("OnChange reports a command that fails once", async () => {
  const records = Array.from({ length: 5 }, (_, i) => recordAt(i, { id: i + 1, emotion: "happy" }));
  const { problems, lines } = await run(
    `${deno} eval 'console.error("no"); Deno.exit(3)'`,
    records,
  );
  assert.deepEqual(problems, [`Cannot run ${deno} on changes: it ended with exit code 3`]);
  assert.deepEqual(lines, Array(5).fill("no"));
});

Deno.test("OnChange refuses a program that is missing before the work", async () => {
  for (const program of ["no-such-program", "/no/such/program"]) {
    await assert.rejects(() => OnChange.open([program, "{id}"]), {
      code: "program-missing",
      message: `Cannot run ${program} on changes: there is no such program`,
    });
  }
});

Deno.test("OnChange kills its commands when the run is aborted", async () => {
  const interrupt = new AbortController();
  const endless = `${deno} eval 'setInterval(() => {}, 1000)' {id}`;
  const faces = Array.from({ length: 6 }, (_, i) => ({ id: i + 1, emotion: "happy" }));
  function* records(): Generator<FrameResult> {
    yield recordAt(0, ...faces);
    interrupt.abort();
    yield recordAt(1, { id: 9, emotion: "happy" });
  }
  const { problems, elapsedMs } = await run(endless, records(), video, {
    signal: interrupt.signal,
  });
  assert.deepEqual(problems, []);
  assert(elapsedMs < 20_000, `${elapsedMs} ms`);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

Deno.test("OnChange does not wait for processes that a command leaves behind", async () => {
  const { lines, elapsedMs } = await run(`sh -c 'sleep 20 & echo {emotion}'`, [
    recordAt(0, { id: 1, emotion: "happy" }),
  ]);
  assert.deepEqual(lines, ["happy"]);
  assert(elapsedMs < 10_000, `${elapsedMs} ms`);
});

Deno.test("OnChange kills commands five seconds after the run", async () => {
  const { problems, elapsedMs } = await run("sleep 60", [recordAt(0, { id: 1, emotion: "happy" })]);
  assert.deepEqual(problems, ["Cannot run sleep on changes: ended after 5 s"]);
  assert(elapsedMs > 4900 && elapsedMs < 30_000, `${elapsedMs} ms`);
});

Deno.test("OnChange names the permission that it needs", async () => {
  const module = import.meta.resolve("../../src/sink/on_change.ts");
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const script = `import { OnChange } from ${JSON.stringify(module)};
    try { await OnChange.open(["true", "{id}"]); console.log("ok"); }
    catch (error) { console.log(error.code, error.permission, error.message); }`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, script);
  const output = async (...permissions: string[]) => {
    const { stdout } = await new Deno.Command(deno, {
      args: ["run", "--no-prompt", "--config", config, ...permissions, path],
    }).output();
    return new TextDecoder().decode(stdout);
  };
  assert.equal(
    await output("--allow-run=false"),
    "permission-missing run=true Cannot run true on changes: running it is not permitted\n",
  );
  assert.equal(await output("--allow-run=true"), "ok\n");
  await Deno.remove(path);
  await assert.rejects(() => OnChange.open(["x", "{typo}"]), (error) => error instanceof MienError);
});
