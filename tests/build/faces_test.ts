import { buildFaces } from "../../build/faces.ts";
import { unpackFiles } from "../../src/runtime/unpack_files.ts";
import assert from "node:assert/strict";

Deno.test("the committed faces are cut from the fixtures; the rounding differs by processor", async () => {
  const module = new WebAssembly.Module(await buildFaces() as Uint8Array<ArrayBuffer>);
  const { memory } = new WebAssembly.Instance(module).exports as { memory: WebAssembly.Memory };
  const built = unpackFiles({ memory });
  const committed = unpackFiles(await import("../../src/keras/faces.wasm"));
  assert.deepEqual([...built.keys()], [...committed.keys()]);
  for (const [name, samples] of committed) {
    const face = built.get(name)!;
    const isClose = samples.every((sample, i) => Math.abs(sample - face[i]!) <= 1);
    assert.ok(samples.length === face.length && isClose, `${name}: run deno task build:faces`);
  }
});
