import { buildCodecs, codecsFolder } from "../../build/codecs.ts";
import assert from "node:assert/strict";

Deno.test("the committed decoders are those of the pinned packages, byte by byte", async () => {
  const names: string[] = [];
  for await (const [name, module] of buildCodecs()) {
    const committed = await Deno.readFile(new URL(name, codecsFolder));
    assert.ok(
      module.length === committed.length && module.every((b, i) => b === committed[i]),
      name,
    );
    names.push(name);
  }
  const folder = await Array.fromAsync(Deno.readDir(codecsFolder), ({ name }) => name);
  assert.deepEqual(names, folder.filter((name) => name.endsWith(".wasm")).sort());
});
