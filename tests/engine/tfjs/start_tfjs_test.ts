import assert from "node:assert/strict";
import { folderFiles } from "../../../src/model/model_files.ts";
import { readNetwork } from "../../../src/model/read_network.ts";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";
import { ModelError } from "../../../src/errors.ts";

const five = await readNetwork(folderFiles(new URL("../../../models/five/", import.meta.url)));

/** Inputs that differ: waves of different length. */
function waves(count: number, length: number): Float32Array {
  return Float32Array.from({ length: count * length }, (_, i) => {
    const wave = 1 + Math.floor(i / length);
    return 0.5 + 0.5 * Math.sin((i % length) * wave / 40);
  });
}

Deno.test("startTfjs() runs on WebAssembly with SIMD", async () => {
  assert.equal((await startTfjs()).name, "tfjs 4.22.0 wasm (simd)");
});

Deno.test("Session.run() returns the same for an input in a batch as alone", async () => {
  using session = await (await startTfjs()).load(five.graph, five.weights);
  assert.deepEqual(session.inputShape, [48, 48, 1]);
  assert.deepEqual(session.outputShapes, [[5]]);
  const inputs = waves(3, 48 * 48);
  const [together] = await session.run(inputs, 3);
  assert.equal(together!.length, 15);
  for (let i = 0; i < 3; i++) {
    const [alone] = await session.run(inputs.slice(i * 2304, (i + 1) * 2304));
    alone!.forEach((value, k) => assert(Math.abs(value - together![i * 5 + k]!) < 1e-6));
  }
  assert.notDeepEqual(together!.slice(0, 5), together!.slice(5, 10));
});

Deno.test("Session.run() refuses input of another length", async () => {
  using session = await (await startTfjs()).load(five.graph, five.weights);
  await assert.rejects(() => session.run(new Float32Array(2303)), RangeError);
});

Deno.test("Engine.load() refuses a network that it cannot build, and frees everything", async () => {
  const engine = await startTfjs();
  const before = engine.memory();
  const nodes = five.graph.nodes.with(1, { ...five.graph.nodes[1]!, op: "Nonesuch" });
  await assert.rejects(
    () => engine.load({ ...five.graph, nodes }, five.weights),
    (error) => error instanceof ModelError && error.message.startsWith("Cannot build network: "),
  );
  assert.deepEqual(engine.memory(), before);
});

Deno.test("Session dispose frees all memory of load", async () => {
  const engine = await startTfjs();
  const before = engine.memory();
  const session = await engine.load(five.graph, five.weights);
  assert(engine.memory().bytes > before.bytes);
  session[Symbol.dispose]();
  assert.deepEqual(engine.memory(), before);
});

Deno.test({
  name: "startTfjs() names the permission that is missing",
  permissions: "none",
  async fn() {
    await assert.rejects(() => startTfjs(), {
      name: "EnvironmentError",
      code: "permission-missing",
      permission: "read",
      message: "Cannot start tfjs on WebAssembly: reading its files is not permitted",
    });
  },
});

Deno.test("Session may be disposed twice, and refuses to run afterwards", async () => {
  const session = await (await startTfjs()).load(five.graph, five.weights);
  for (let i = 0; i < 2; i++) session[Symbol.dispose]();
  await assert.rejects(() => session.run(new Float32Array(2304)), { code: "engine-failed" });
});
