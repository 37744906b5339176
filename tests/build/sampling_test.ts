import { buildSampling, samplingModule } from "../../build/sampling.ts";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

Deno.test("the WebAssembly that samples pictures is what its program gives", async () => {
  assert.equal(await readFile(samplingModule, "utf8"), buildSampling());
});
