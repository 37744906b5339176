import assert from "node:assert/strict";
import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { Arena, type WasmBackend } from "../../../src/engine/tfjs/arena.ts";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";

Deno.test("Arena reuses freed memory, and gives the same request the same memory later", async () => {
  const engine = await startTfjs();
  const before = engine.memory().tensors;
  {
    using arena = new Arena(tf.backend() as WasmBackend);
    const requests = (): tf.DataId[] => {
      const first = arena.makeOutput([2, 3], "float32");
      arena.incRef(first.dataId);
      arena.disposeData(first.dataId);
      const second = arena.makeOutput([2, 3], "float32");
      arena.disposeData(first.dataId);
      const third = arena.makeOutput([2, 3], "float32");
      const fourth = arena.makeOutput([3, 2], "float32");
      return [first, second, third, fourth].map(({ dataId }) => dataId);
    };
    arena.makeOutput([1], "float32");
    const [first, second, third, fourth] = requests();
    assert.notEqual(second, first, "still referred to");
    assert.equal(third, first);
    assert.notEqual(fourth, second);
    arena.seal();
    arena.rewind();
    assert.deepEqual(requests(), [first, second, third, fourth]);
    assert.equal(engine.memory().tensors, before + 4);
  }
  assert.equal(engine.memory().tensors, before);
});
