import { packFiles } from "../../src/runtime/pack_files.ts";
import { unpackFiles } from "../../src/runtime/unpack_files.ts";
import assert from "node:assert/strict";

async function unpack(module: Uint8Array<ArrayBuffer>): Promise<Map<string, Uint8Array>> {
  const { instance } = await WebAssembly.instantiate(module);
  return unpackFiles(instance.exports as { memory: WebAssembly.Memory });
}

Deno.test("packFiles() keeps names, bytes and order", async () => {
  const files = {
    "model.json": new TextEncoder().encode("{}"),
    "empty": new Uint8Array(0),
    'Gewichte "ä".bin': new Uint8Array(200_000).map((_, i) => i * 7),
    "last": new Uint8Array([255]),
  };
  assert.deepEqual([...await unpack(packFiles(files))], Object.entries(files));
  assert.deepEqual([...await unpack(packFiles({}))], []);
});

Deno.test("packFiles() holds files of every length around a page of memory", async () => {
  for (const length of [65_490, 65_500, 65_504, 65_505, 65_536, 131_072]) {
    const file = new Uint8Array(length).fill(9);
    assert.deepEqual((await unpack(packFiles({ file }))).get("file"), file);
  }
});

Deno.test("packFiles() aligns files for typed arrays", async () => {
  const files = await unpack(packFiles({ a: new Uint8Array(3), b: new Uint8Array(8) }));
  for (const { byteOffset } of files.values()) assert.equal(byteOffset % 16, 0);
});

Deno.test("packFiles() puts an empty code section before the data, where V8 stops hashing", () => {
  const module = packFiles({ a: new Uint8Array(3) });
  const code = module.findIndex((_, at) =>
    [10, 1, 0, 11].every((byte, i) => module[at + i] === byte)
  );
  assert(code > 0 && code < 64);
});

Deno.test("packFiles() makes a module without code", () => {
  const module = new WebAssembly.Module(packFiles({ a: new Uint8Array(3) }));
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.exports(module), [{ name: "memory", kind: "memory" }]);
});
