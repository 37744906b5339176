import assert from "node:assert/strict";
import { runUntil } from "../../build/run_until.ts";
import { namesIn, testIn } from "../support/temporary.ts";

Deno.test("the tests of a room that does not exist are refused, with the rooms that do", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "build/run_tests.ts", "async", "imgae"],
    stdin: "null",
  }).output();
  assert.match(new TextDecoder().decode(stderr), /^No such room: imgae\. Rooms: .*, image, /);
  assert.equal(code, 2);
});

testIn("runUntil() tells what a program said that had to be stopped", async (folder) => {
  const hangs = `console.log("begun");
    console.error("told");
    Deno.writeTextFileSync(${JSON.stringify(`${folder}/begun`)}, "");
    setInterval(() => {}, 1000);`;
  const stop = new AbortController();
  const running = runUntil(["eval", hangs], stop.signal);
  while (namesIn(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  const { success, stdout, stderr } = await running;
  assert.equal(success, false);
  assert.deepEqual([await text(stdout), await text(stderr)], ["begun\n", "told\n"]);
});

Deno.test("runUntil() waits for the end of a program", async () => {
  const { signal } = new AbortController();
  const well = await runUntil(["eval", `console.log("well")`], signal);
  assert.deepEqual([well.success, await text(well.stdout)], [true, "well\n"]);
  assert.equal((await runUntil(["eval", "Deno.exit(3)"], signal)).success, false);
});

async function text(parts: readonly Uint8Array[]): Promise<string> {
  return await new Blob(parts as Uint8Array<ArrayBuffer>[]).text();
}
