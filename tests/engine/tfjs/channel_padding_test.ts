import assert from "node:assert/strict";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";

Deno.test("ChannelPadding appends channels of zeros", async () => {
  const input = { name: "in", op: "InputLayer", attributes: {}, inputs: [], weights: {} };
  const pad = { name: "pad", op: "ChannelPadding", attributes: { channels: 3 }, weights: {} };
  const nodes = [{ ...input, shape: [1, 2, 2] }, { ...pad, inputs: ["in"], shape: [1, 2, 5] }];
  const engine = await startTfjs();
  using session = await engine.load(
    { nodes, outputs: ["pad"] },
    { specs: [], data: new Uint8Array() },
  );
  assert.deepEqual(session.outputShapes, [[1, 2, 5]]);
  const [output] = await session.run(Float32Array.of(1, 2, 3, 4));
  assert.deepEqual([...output!], [1, 2, 0, 0, 0, 3, 4, 0, 0, 0]);
});
