import assert from "node:assert/strict";
import { compileNetwork } from "../../../src/engine/wasm/compile_network.ts";
import { NetworkInstance } from "../../../src/engine/wasm/network_instance.ts";
import { preferredSimd } from "../../../src/engine/wasm/preferred_simd.ts";
import { madePictures } from "./inputs.ts";
import { networkOf } from "./random_network.ts";

const { graph, weights } = networkOf({
  height: 9,
  width: 7,
  channels: 3,
  dtype: "float16",
  wishes: [{ kind: "blaze", more: 2, strides: 1 }],
  end: "dense",
  seed: 5,
});
const binary = compileNetwork(graph, weights, preferredSimd());
const module = new WebAssembly.Module(binary);
const network = new NetworkInstance(module, graph, weights);

Deno.test("compileNetwork() writes a module that imports nothing and exports addresses", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(names, ["memory", "init", "run", "weights", "input", "output0"]);
});

Deno.test("compileNetwork() writes the same module every time", () => {
  assert.deepEqual(compileNetwork(graph, weights, preferredSimd()), binary);
});

Deno.test("NetworkInstance also accepts the exports of an instance", () => {
  const { exports } = new WebAssembly.Instance(module);
  const [input] = madePictures(1, network.inputShape) as [Float32Array];
  assert.deepEqual(new NetworkInstance(exports, graph, weights).run(input), network.run(input));
});

Deno.test("NetworkInstance.run() returns a result for each input of a batch", () => {
  const [a, b] = madePictures(2, network.inputShape) as [Float32Array, Float32Array];
  const [both] = network.run(Float32Array.of(...a, ...b), 2);
  assert.deepEqual([...both!], [...network.run(a)[0]!, ...network.run(b)[0]!]);
});

Deno.test("NetworkInstance.run() does not change earlier results", () => {
  const [a, b] = madePictures(2, network.inputShape) as [Float32Array, Float32Array];
  const [first] = network.run(a), copy = first!.slice();
  network.run(b);
  assert.deepEqual(first, copy);
});

Deno.test("NetworkInstance.run() refuses an input of another length", () => {
  assert.throws(() => network.run(new Float32Array(10)), {
    name: "RangeError",
    message: "Cannot run network: 1 inputs of shape 9,7,3 take 189 numbers but 10 were given",
  });
});
