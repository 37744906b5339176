import assert from "node:assert/strict";
import { buildGraph } from "../../src/keras/build_graph.ts";
import { productOf } from "../../src/model/output_shape.ts";
import type { KerasLayer, KerasModel } from "../../src/model/keras_model.ts";

const layer = (
  name: string,
  className: string,
  inputs: string[],
  config: Record<string, unknown> = {},
): KerasLayer => ({ name, className, inputs, config });
const entry = (shape: unknown = [null, 8, 8, 1]): KerasLayer =>
  layer("in", "InputLayer", [], { batch_shape: shape });
const model = (...layers: KerasLayer[]): KerasModel => ({
  layers,
  inputs: ["in"],
  outputs: [layers.at(-1)!.name],
});
const none = (): [] => [];

Deno.test("buildGraph() joins the neighbours of a layer that it drops", () => {
  const { graph: { nodes, outputs }, dropped } = buildGraph(
    model(
      entry(),
      layer("d1", "Dropout", ["in"]),
      layer("p", "MaxPooling2D", ["d1"], { pool_size: [2, 2] }),
      layer("d2", "Dropout", ["p"]),
    ),
    none,
  );
  assert.deepEqual(nodes.map(({ name }) => name), ["in", "p"]);
  assert.deepEqual(outputs, ["p"]);
  assert.deepEqual(nodes[1]!.inputs, ["in"]);
  assert.deepEqual(nodes[1]!.shape, [4, 4, 1]);
  assert.deepEqual(dropped, ["d1", "d2"]);
});

Deno.test("buildGraph() inlines the layers of a nested model, with unique names", () => {
  const inner = model(entry(), layer("flat", "Flatten", ["in"]));
  const { graph: { nodes } } = buildGraph(
    model(
      entry(),
      layer("flat", "Activation", ["in"], { activation: "relu" }),
      { ...layer("inner/model", "Functional", ["flat"]), model: inner },
      layer("a b", "Activation", ["inner/model"], { activation: "softmax" }),
    ),
    none,
  );
  assert.deepEqual(nodes.map(({ name, inputs }) => [name, ...inputs]), [
    ["in"],
    ["flat", "in"],
    ["flat_1", "flat"],
    ["a_b", "flat_1"],
  ]);
});

Deno.test("buildGraph() names each weight after its layer, in order", () => {
  const { graph: { nodes }, weights } = buildGraph(
    model(
      entry(),
      layer("a b", "Conv2D", ["in"], { filters: 2, kernel_size: [3, 3], strides: [1, 1] }),
    ),
    ({ name }) =>
      name === "a b"
        ? [[3, 3, 1, 2], [2]].map((shape) => ({ shape, data: new Float32Array(productOf(shape)) }))
        : [],
  );
  assert.deepEqual(nodes[1]!.weights, { kernel: "a_b/kernel", bias: "a_b/bias" });
  assert.deepEqual(weights.map(({ name, data }) => [name, data.length]), [
    ["a_b/kernel", 18],
    ["a_b/bias", 2],
  ]);
});

const refused: [what: string, model: KerasModel, message: string][] = [
  [
    "a window that is larger than the picture",
    model(entry(), layer("p", "MaxPooling2D", ["in"], { pool_size: [9, 9], strides: [1, 1] })),
    "layer p (MaxPooling2D): its output would be 0x0x1",
  ],
  [
    "a layer before its input",
    model(entry(), layer("f", "Flatten", ["late"]), layer("late", "Flatten", ["in"])),
    "layer f (Flatten): its input late is missing or comes after it",
  ],
  [
    "a layer without input",
    model(entry(), layer("f", "Flatten", [])),
    "layer f (Flatten): it has no input",
  ],
  [
    "two outputs",
    { ...model(entry(), layer("f", "Flatten", ["in"])), outputs: ["in", "f"] },
    "it has 2 outputs, and one is supported",
  ],
  [
    "two inputs",
    { ...model(entry(), layer("f", "Flatten", ["in"])), inputs: ["in", "f"] },
    "it has 2 inputs, and one is supported",
  ],
  [
    "pictures of two channels",
    model(entry([null, 8, 8, 2])),
    "its input shape is 8x8x2, and a fixed height x width x 1 (grey) or 3 (RGB) is supported",
  ],
  [
    "an input of no shape",
    model(layer("in", "InputLayer", [])),
    "its input shape is open, and a fixed height x width x 1 (grey) or 3 (RGB) is supported",
  ],
];
for (const [what, model, message] of refused) {
  Deno.test(`buildGraph() refuses ${what}`, () => {
    assert.throws(() => buildGraph(model, none), { message });
  });
}
