import assert from "node:assert/strict";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";

Deno.test("ChannelPadding appends channels of zeros", async () => {
  const layer = (name: string, class_name: string, config: object, inbound: string[]) => ({
    name,
    class_name,
    config: { name, ...config },
    inbound_nodes: inbound.length > 0 ? [inbound.map((from) => [from, 0, 0, {}])] : [],
  });
  const topology = {
    class_name: "Functional",
    config: {
      name: "padding",
      layers: [
        layer("input", "InputLayer", { batch_input_shape: [null, 1, 2, 2], dtype: "float32" }, []),
        layer("pad", "ChannelPadding", { channels: 3 }, ["input"]),
      ],
      input_layers: [["input", 0, 0]],
      output_layers: [["pad", 0, 0]],
    },
  };
  const engine = await startTfjs();
  using session = await engine.load({ topology, weightSpecs: [], weightData: new Uint8Array() });
  assert.deepEqual(session.outputShapes, [[1, 2, 5]]);
  const [output] = await session.run(Float32Array.of(1, 2, 3, 4));
  assert.deepEqual([...output!], [1, 2, 0, 0, 0, 3, 4, 0, 0, 0]);
});
