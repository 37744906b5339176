import { buildBundle, modelsFolder } from "../../build/models.ts";
import assert from "node:assert/strict";

Deno.test("the committed bundles are built from their models' files, byte by byte", async () => {
  for await (const { name } of Deno.readDir(modelsFolder)) {
    const committed = await Deno.readFile(new URL(`${name}/bundle.wasm`, modelsFolder));
    const built = await buildBundle(name);
    assert.ok(built.length === committed.length && built.every((b, i) => b === committed[i]), name);
  }
});
