import assert from "node:assert/strict";
import { ModelError } from "../../src/errors.ts";
import { readGraph } from "../../src/model/read_graph.ts";

interface Layer {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown;
}

const layer = (
  class_name: string,
  name: string,
  inputs: string[],
  config: Record<string, unknown> = {},
): Layer => ({
  class_name,
  name,
  config: { ...config, name },
  inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
});
const entry = layer("InputLayer", "in", [], { batch_input_shape: [null, 8, 8, 1] });
const topology = (layers: unknown, outputs: unknown = ["out"], inputs: unknown = ["in"]) => ({
  class_name: "Functional",
  config: { name: "n", layers, input_layers: ends(inputs), output_layers: ends(outputs) },
});
const ends = (names: unknown): unknown =>
  Array.isArray(names) ? names.map((name) => [name, 0, 0]) : names;
const json = (modelTopology: unknown, weights: unknown[] = []): unknown => ({
  modelTopology,
  weightsManifest: [{ paths: ["weights.bin"], weights }],
});

Deno.test("readGraph() infers the shape of every node", () => {
  const { graph, specs, paths } = readGraph(
    json(
      topology([
        entry,
        layer("Conv2D", "conv", ["in"], { filters: 2, kernel_size: [3, 3], strides: [2, 2] }),
        layer("ReLU", "relu", ["conv"]),
        layer("Add", "sum", ["conv", "relu"]),
        layer("Flatten", "out", ["sum"]),
      ], ["out", "relu"]),
      [
        { name: "conv/kernel", shape: [3, 3, 1, 2], dtype: "float32" },
        {
          name: "conv/bias",
          shape: [2],
          dtype: "float32",
          quantization: { dtype: "float16", original_dtype: "float32" },
        },
      ],
    ),
    "model.json",
  );
  assert.deepEqual(graph.outputs, ["out", "relu"]);
  assert.deepEqual(graph.nodes.map(({ name, inputs, shape }) => [name, inputs, shape]), [
    ["in", [], [8, 8, 1]],
    ["conv", ["in"], [3, 3, 2]],
    ["relu", ["conv"], [3, 3, 2]],
    ["sum", ["conv", "relu"], [3, 3, 2]],
    ["out", ["sum"], [18]],
  ]);
  assert.deepEqual(graph.nodes[1], {
    name: "conv",
    op: "Conv2D",
    attributes: { filters: 2, kernel_size: [3, 3], strides: [2, 2] },
    inputs: ["in"],
    shape: [3, 3, 2],
    weights: { kernel: "conv/kernel", bias: "conv/bias" },
  });
  assert.deepEqual(specs, [
    { name: "conv/kernel", shape: [3, 3, 1, 2], dtype: "float32" },
    { name: "conv/bias", shape: [2], dtype: "float16" },
  ]);
  assert.deepEqual(paths, ["weights.bin"]);
});

Deno.test("readGraph() reads what tensorflowjs_converter writes of a sequential model", () => {
  const layers = [
    { class_name: "Flatten", config: { name: "flat", batch_input_shape: [null, 8, 8, 1] } },
    { class_name: "Dropout", config: { name: "drop", rate: 0.5 } },
  ];
  const config = { class_name: "Sequential", config: { name: "s", layers } };
  const { graph } = readGraph(json({ keras_version: "2.4.0", model_config: config }), "m");
  assert.deepEqual(graph.nodes.map(({ op, shape }) => [op, shape]), [
    ["InputLayer", [8, 8, 1]],
    ["Flatten", [64]],
    ["Dropout", [64]],
  ]);
  assert.deepEqual(graph.outputs, ["drop"]);
});

const deep = (levels: number): unknown => {
  let ends: unknown = "in";
  for (let i = 0; i < levels; i++) ends = [[ends]];
  return ends;
};
const out = layer("Flatten", "out", ["in"]);
const weight = { name: "out/w", shape: [1], dtype: "float32" };
const refused: [what: string, json: unknown, message: string | RegExp][] = [
  ["nothing", null, "modelTopology and weightsManifest are not both there"],
  ["no manifest", { modelTopology: topology([entry, out]) }, /are not both there$/],
  ["a topology of null", json(null), "its class (none) is neither Sequential nor Functional"],
  ["layers that are no list", json(topology({})), /^it is damaged \(/],
  ["layers of null", json(topology([null])), /^it is damaged \(/],
  [
    "an input that is no layer",
    json(topology([entry, layer("Flatten", "out", ["nothing"])])),
    "layer out (Flatten): its input nothing is missing or comes after it",
  ],
  [
    "a layer that is its own input",
    json(topology([entry, layer("Flatten", "out", ["out"])])),
    "layer out (Flatten): its input out is missing or comes after it",
  ],
  [
    "a cycle",
    json(topology([entry, layer("Add", "a", ["in", "out"]), layer("Flatten", "out", ["a"])])),
    "layer a (Add): its input out is missing or comes after it",
  ],
  [
    "a layer without inputs",
    json(topology([entry, layer("Flatten", "out", [])])),
    "layer out (Flatten): it has no input",
  ],
  [
    "inbound_nodes that are no list",
    json(topology([entry, { ...out, inbound_nodes: 7 }])),
    /^it is damaged \(/,
  ],
  [
    "two layers of one name",
    json(topology([entry, out, out])),
    "layer out (Flatten): another layer has the same name",
  ],
  [
    "two inputs",
    json(topology([entry, out], ["out"], ["in", "other"])),
    "it has 2 inputs, and one is supported",
  ],
  [
    "a second input layer",
    json(topology([entry, { ...entry, name: "two" }, out])),
    "layer two (InputLayer): one input is supported, and it comes first",
  ],
  ["no input", json(topology([entry, out], ["out"], [])), "it has 0 inputs, and one is supported"],
  [
    "an input without a shape",
    json(topology([layer("InputLayer", "in", []), out])),
    "layer in (InputLayer): its shape is missing or not fixed",
  ],
  [
    "an input of an open size",
    json(topology([layer("InputLayer", "in", [], { batch_shape: [null, null, 8, 1] }), out])),
    "layer in (InputLayer): its shape is missing or not fixed",
  ],
  [
    "an output that is no layer",
    json(topology([entry, out], ["end"])),
    "its output end is missing",
  ],
  ["no output", json(topology([entry, out], [])), "its output layer is missing"],
  ["outputs nested without end", json(topology([entry, out], deep(1e5))), /^it is damaged \(/],
  [
    "a class that it does not know",
    json(topology([entry, layer("Lambda", "out", ["in"])])),
    "layer out (Lambda): layers of this class are not supported",
  ],
  [
    "a picture larger than memory",
    json(topology([entry, layer("UpSampling2D", "out", ["in"], { size: [1e5, 1e5] })])),
    "layer out (UpSampling2D): its output would be 800000x800000x1",
  ],
  [
    "windows that would take minutes",
    json(topology([
      layer("InputLayer", "in", [], { batch_input_shape: [null, 4096, 4096, 1] }),
      layer("MaxPooling2D", "out", ["in"], { pool_size: 4096, strides: 1, padding: "same" }),
    ])),
    "it takes 2.8e+14 multiplications, which is too many",
  ],
  [
    "depthwise windows that would take minutes",
    json(
      topology([
        layer("InputLayer", "in", [], { batch_input_shape: [null, 2000, 2000, 16] }),
        layer("DepthwiseConv2D", "out", ["in"], {
          kernel_size: 17,
          padding: "same",
          use_bias: false,
        }),
      ]),
      [{ name: "out/depthwise_kernel", shape: [17, 17, 16, 1], dtype: "float32" }],
    ),
    "it takes 1.5e+11 multiplications, which is too many",
  ],
  [
    "pictures that would fill the memory",
    json(topology([
      layer("InputLayer", "in", [], { batch_input_shape: [null, 8192, 8192, 1] }),
      layer("ReLU", "one", ["in"]),
      layer("Add", "out", ["in", "one"]),
    ])),
    "it takes 768 MiB, which is too much",
  ],
  [
    "too many layers",
    json(topology([
      entry,
      ...Array.from(
        { length: 6000 },
        (_, i) => layer("ReLU", `r${i}`, [i > 0 ? `r${i - 1}` : "in"]),
      ),
      layer("Flatten", "out", ["in"]),
    ])),
    "it has 6002 layers or links, which is too many",
  ],
  ...([
    ["MaxPooling2D", "padding", "causal"],
    ["MaxPooling2D", "strides", 0.5],
    ["UpSampling2D", "size", [2, 2, 2]],
    ["ZeroPadding2D", "padding", [[0.5, 0.5], [0, 0]]],
    ["Permute", "dims", [1, 1, 3]],
    ["Concatenate", "axis", 0],
    ["Softmax", "axis", 1],
    ["Rescaling", "scale", [1, 2]],
    ["Rescaling", "offset", "x"],
    ["ReLU", "max_value", {}],
    ["LeakyReLU", "alpha", "x"],
    ["LayerNormalization", "epsilon", -1],
  ] as const).map(([className, argument, value]): [string, unknown, string] => [
    `${className} with ${argument} ${JSON.stringify(value)}`,
    json(topology([entry, layer(className, "out", ["in"], { [argument]: value })])),
    `layer out (${className}): ${argument} ${JSON.stringify(value)} is not supported`,
  ]),
  [
    "channels first",
    json(topology([entry, layer("Flatten", "out", ["in"], { data_format: "channels_first" })])),
    "layer out (Flatten): data_format channels_first is not supported",
  ],
  [
    "a model inside the model",
    json(topology([entry, { ...topology([entry, out]), name: "out" }])),
    "layer out (Functional): a model inside a model is not supported",
  ],
  [
    "weights of no layer",
    json(topology([entry, out]), [{ ...weight, name: "lost/w" }]),
    "it has weights of lost, which is no layer of it",
  ],
  [
    "a weight given twice",
    json(topology([entry, out]), [weight, weight]),
    "it has two weights out/w",
  ],
  [
    "a layer without its weights",
    json(topology([entry, layer("Dense", "out", ["in"], { units: 2 })])),
    "layer out (Dense): its weights are none, but it takes kernel, bias",
  ],
  [
    "a weight of another layer's name",
    json(topology([entry, out]), [weight]),
    "layer out (Flatten): its weights are w, but it takes none",
  ],
  [
    "a weight of another shape",
    json(topology([entry, layer("Dense", "out", ["in"], { units: 2, use_bias: false })]), [
      { name: "out/kernel", shape: [2, 2], dtype: "float32" },
    ]),
    "layer out (Dense): kernel is 2x2 but the layer takes 1x2",
  ],
  [
    "a weight of a negative size",
    json(topology([entry, out]), [{ ...weight, shape: [-1] }]),
    "weight out/w has no valid shape",
  ],
  [
    "a weight stored in bytes",
    json(topology([entry, out]), [{ ...weight, quantization: { dtype: "uint8", scale: 1 } }]),
    "weight out/w is stored as uint8, not as float32 or float16",
  ],
];
for (const [what, json, message] of refused) {
  Deno.test(`readGraph() refuses ${what}`, () => {
    assert.throws(() => readGraph(json, "m.json"), (error) => {
      assert(error instanceof ModelError);
      assert.equal(error.code, "model-invalid");
      const action = "Cannot read model file m.json: ";
      assert(error.message.startsWith(action), error.message);
      const why = error.message.slice(action.length);
      if (typeof message === "string") assert.equal(why, message);
      else assert.match(why, message);
      return true;
    });
  });
}
