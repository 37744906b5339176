import assert from "node:assert/strict";
import type { Hdf5 } from "../../src/keras/hdf5.ts";
import type { KerasLayer, KerasModel } from "../../src/model/keras_model.ts";
import { readWeights } from "../../src/keras/read_weights.ts";

const layer = (name: string, className: string, model?: KerasModel): KerasLayer => ({
  name,
  className,
  config: {},
  inputs: [],
  ...model && { model },
});

/** A file where dataset number i, in the order given, holds the number i. */
function fakeFile(datasets: string[], names: Record<string, string[]> = {}): Hdf5 {
  return {
    keys: (path) => {
      const prefix = path === "" ? "" : `${path}/`;
      const below = datasets.filter((it) => it.startsWith(prefix));
      return [...new Set(below.map((it) => it.slice(prefix.length).split("/")[0]!))];
    },
    attribute: () => undefined,
    names: (path) => names[path],
    dataset: (path) => {
      assert(datasets.includes(path), path);
      return { shape: [1], data: Float32Array.of(datasets.indexOf(path)) };
    },
    [Symbol.dispose]: () => {},
  };
}

Deno.test("readWeights() counts the layers of each class as Keras 3 does", () => {
  const [a, p, b, inner] = [
    layer("first", "Conv2D"),
    layer("slope", "PReLU"),
    layer("second", "Conv2D"),
    layer("third", "DepthwiseConv2D"),
  ];
  const nested = layer("nested", "Functional", { layers: [inner], inputs: [], outputs: [] });
  const file = fakeFile([
    "layers/conv2d/vars/0",
    "layers/conv2d/vars/1",
    "layers/conv2d_1/vars/0",
    "layers/p_re_lu/vars/0",
    "layers/functional/layers/depthwise_conv2d/vars/0",
  ]);
  const weightsOf = readWeights(file, { layers: [a, p, nested, b], inputs: [], outputs: [] });
  const numbers = [a, p, b, inner].map((it) => weightsOf(it).map(({ data }) => data[0]));
  assert.deepEqual(numbers, [[0, 1], [3], [2], [4]]);
});

Deno.test("readWeights() follows the name lists of Keras 2, also in nested models", () => {
  const [dense, one, two] = [
    layer("d", "Dense"),
    layer("conv", "Conv2D"),
    layer("block/conv", "Conv2D"),
  ];
  const nested = layer("base", "Model", { layers: [one, two], inputs: [], outputs: [] });
  const file = fakeFile(
    [
      "model_weights/d/d/bias:0",
      "model_weights/d/d/kernel:0",
      "model_weights/base/block/conv/kernel:0",
      "model_weights/base/conv/kernel:0",
    ],
    {
      "model_weights": ["d", "base"],
      "model_weights/d": ["d/kernel:0", "d/bias:0"],
      "model_weights/base": ["block/conv/kernel:0", "conv/kernel:0"],
    },
  );
  const weightsOf = readWeights(file, { layers: [dense, nested], inputs: [], outputs: [] });
  const numbers = [dense, one, two].map((it) => weightsOf(it).map(({ data }) => data[0]));
  assert.deepEqual(numbers, [[1, 0], [3], [2]]);
});

Deno.test("readWeights() tells layers of one name by the models around them", () => {
  const [one, two] = [layer("conv", "Conv2D"), layer("conv", "Conv2D")];
  const [first, second] = [one, two].map((it, i) =>
    layer(`block${i}`, "Sequential", { layers: [it], inputs: [], outputs: [] })
  );
  const body = layer("body", "Model", { layers: [first!, second!], inputs: [], outputs: [] });
  const file = fakeFile(["body/net/body/block0/conv/kernel", "body/net/body/block1/conv/kernel"], {
    "": ["body"],
    "body": ["net/body/block0/conv/kernel", "net/body/block1/conv/kernel"],
  });
  const weightsOf = readWeights(file, { layers: [body], inputs: [], outputs: [] });
  const numbers = [one, two].map((it) => weightsOf(it).map(({ data }) => data[0]));
  assert.deepEqual(numbers, [[0], [1]]);
});

Deno.test("readWeights() refuses a file of another kind", () => {
  const model = { layers: [], inputs: [], outputs: [] };
  assert.throws(() => readWeights(fakeFile(["data/x"]), model), {
    message: "it holds no layers of a Keras model",
  });
});
