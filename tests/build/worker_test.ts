import { buildWorker, workers } from "../../build/worker.ts";
import { unpackFiles } from "../../src/runtime/unpack_files.ts";
import assert from "node:assert/strict";

Deno.test("the committed programs of workers are built from their modules, byte by byte", async () => {
  for (const name of workers) {
    const built = await buildWorker(name);
    const committed = await Deno.readFile(new URL(`../../${name}.wasm`, import.meta.url));
    const isSame = built.length === committed.length && built.every((b, i) => b === committed[i]);
    assert.ok(isSame, `${name}.wasm is old: run deno task build:worker`);
  }
});

Deno.test("the program that recognizes imports nothing, and has no compiler in it", async () => {
  const { memory } = await import("../../src/parallel/worker.wasm");
  const script = new TextDecoder().decode(unpackFiles({ memory }).get("worker.js"));
  assert.doesNotMatch(script, /\bimport\b[ (](?!`data:)/);
  assert.doesNotMatch(script, /WinogradPlan|class ModuleBuilder/);
  assert.match(script, /class FaceDetector/);
});
