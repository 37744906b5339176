import assert from "node:assert/strict";
import { parseKerasModel } from "../../src/model/keras_model.ts";
import { Refusal } from "../../src/model/refusal.ts";

const tensor = (name: string, index = 0): unknown => ({
  class_name: "__keras_tensor__",
  config: { keras_history: [name, 0, index] },
});
const layer = (class_name: string, name: string, inbound_nodes: unknown[] = []): unknown => ({
  class_name,
  name,
  config: { name },
  inbound_nodes,
});
const functional = (...layers: unknown[]): unknown => ({
  class_name: "Functional",
  config: { layers, input_layers: ["a", 0, 0], output_layers: [["b", 0, 0]] },
});

Deno.test("parseKerasModel() adds an input layer to a sequential model of Keras 1", () => {
  const { layers, inputs, outputs } = parseKerasModel({
    class_name: "Sequential",
    config: [
      { class_name: "Conv2D", config: { name: "c", batch_input_shape: [null, 8, 8, 1] } },
      { class_name: "Flatten", config: { name: "f" } },
    ],
  });
  assert.deepEqual(layers.map(({ name, inputs }) => [name, ...inputs]), [
    ["c_input"],
    ["c", "c_input"],
    ["f", "c"],
  ]);
  assert.deepEqual(layers[0]!.config.batch_input_shape, [null, 8, 8, 1]);
  assert.deepEqual([inputs, outputs], [["c_input"], ["f"]]);
});

Deno.test("parseKerasModel() finds the shape that Keras built a sequential model for", () => {
  const model = parseKerasModel({
    class_name: "Sequential",
    config: { layers: [{ class_name: "Flatten", config: { name: "f" } }] },
    build_config: { input_shape: [null, 4, 4, 1] },
  });
  assert.deepEqual(model.layers[0]!.config.batch_input_shape, [null, 4, 4, 1]);
});

Deno.test("parseKerasModel() reads the calls of Keras 2", () => {
  const call = [["a", 0, 0, { training: false }], ["a", 0, 0, {}]];
  const model = parseKerasModel(functional(layer("InputLayer", "a"), layer("Add", "b", [call])));
  assert.deepEqual(model.layers[1]!.inputs, ["a", "a"]);
  assert.deepEqual([model.inputs, model.outputs], [["a"], ["b"]]);
});

Deno.test("parseKerasModel() reads the calls of Keras 3", () => {
  const call = { args: [[tensor("a"), tensor("a")]], kwargs: { mask: null, training: true } };
  const model = parseKerasModel(functional(layer("InputLayer", "a"), layer("Add", "b", [call])));
  assert.deepEqual(model.layers[1]!.inputs, ["a", "a"]);
});

Deno.test("parseKerasModel() reads a sum of two tensors as an Add layer, but no softmax", () => {
  const call = { args: [tensor("a"), tensor("a")], kwargs: {} };
  const names = ["Add", "Softmax"].map((class_name) => {
    const entry = { ...layer(class_name, "b", [call]) as object, module: "keras.src.ops.numpy" };
    return parseKerasModel(functional(layer("InputLayer", "a"), entry)).layers[1]!.className;
  });
  assert.deepEqual(names, ["Add", "keras.ops.Softmax"]);
});

Deno.test("parseKerasModel() tells layers of an .h5 from functions, though they name no module", () => {
  const call = { args: [tensor("a")], kwargs: {} };
  const names = ["SpatialDropout1D", "SpatialDropout2D", "Tanh"].map((class_name) => {
    const entry = layer(class_name, "b", [call]);
    return parseKerasModel(functional(layer("InputLayer", "a"), entry)).layers[1]!.className;
  });
  assert.deepEqual(names, ["SpatialDropout1D", "SpatialDropout2D", "keras.ops.Tanh"]);
});

const once = { args: [tensor("a")], kwargs: {} };
const refused: [what: string, call: unknown[], message: string][] = [
  ["used twice", [once, once], "it is used 2 times, and once is supported"],
  ["with a number", [{ args: [tensor("a"), 2] }], "it is called with 2"],
  ["with an axis", [{ args: [tensor("a")], kwargs: { axis: 1 } }], "it is called with axis=1"],
  ["that trains", [[["a", 0, 0, { training: true }]]], "it is called with training=true"],
  [
    "of a second output",
    [{ args: [tensor("a", 1)] }],
    "it takes an output of a layer other than the first",
  ],
];
for (const [what, call, message] of refused) {
  Deno.test(`parseKerasModel() refuses a layer ${what}`, () => {
    const model = functional(layer("InputLayer", "a"), layer("Dense", "b", call));
    assert.throws(() => parseKerasModel(model), new Refusal(`layer b (Dense): ${message}`));
  });
}

Deno.test("parseKerasModel() refuses a model of its own class, and an empty one", () => {
  assert.throws(() => parseKerasModel({ class_name: "Mine", config: {} }), /its class Mine is/);
  assert.throws(() => parseKerasModel(null), /its class \(none\) is/);
  assert.throws(
    () => parseKerasModel({ class_name: "Sequential", config: { layers: [] } }),
    /the model has no layers/,
  );
});
