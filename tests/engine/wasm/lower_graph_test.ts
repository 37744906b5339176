import assert from "node:assert/strict";
import type { Graph, GraphNode } from "../../../src/model/graph.ts";
import { compileNetwork } from "../../../src/engine/wasm/compile_network.ts";
import { compiledLayers } from "../../../src/engine/wasm/lower_layer.ts";
import { unsupportedLayer } from "../../../src/engine/wasm/lower_graph.ts";
import { RULES } from "../../../src/keras/layer_rules.ts";

function graphOf(node: Pick<GraphNode, "op" | "attributes">): Graph {
  const input = { name: "in", op: "InputLayer", attributes: {}, inputs: [], weights: {} };
  const layer = { name: "layer", inputs: ["in"], weights: { alpha: "a", kernel: "k" }, ...node };
  const shape = [8, 8, 3];
  return { nodes: [{ ...input, shape }, { ...layer, shape }], outputs: ["layer"] };
}

Deno.test("compiledLayers has all layers that can be converted but these", () => {
  const lacking = Object.keys(RULES).filter((layer) => !compiledLayers.has(layer));
  assert.deepEqual(lacking, [
    "Average",
    "LayerNormalization",
    "Maximum",
    "Minimum",
    "Permute",
    "UpSampling2D",
  ]);
});

const refused: [string, Record<string, unknown>][] = [
  ["Permute", { dims: [2, 1, 3] }],
  ["Conv2D", { kernel_size: [3, 3], dilation_rate: [2, 2] }],
  ["Conv2D", { kernel_size: [3, 3], activation: "softplus" }],
  ["DepthwiseConv2D", { kernel_size: [3, 3], depth_multiplier: 2 }],
  ["DepthwiseConv2D", { kernel_size: [17, 16], padding: "same" }],
  ["SeparableConv2D", { kernel_size: [17, 16], padding: "same" }],
  ["Conv2D", { kernel_size: [150, 150], padding: "same" }],
  ["BatchNormalization", { axis: 1 }],
  ["Softmax", { axis: 1 }],
  ["PReLU", { shared_axes: [1] }],
  ["ReLU", { max_value: 6, negative_slope: 0.1 }],
  ["Resizing", { interpolation: "nearest" }],
];
for (const [op, attributes] of refused) {
  Deno.test(`unsupportedLayer() names ${op} with ${JSON.stringify(attributes)}`, () => {
    const graph = graphOf({ op, attributes });
    assert.equal(unsupportedLayer(graph), "layer");
    assert.throws(
      () => compileNetwork(graph, { specs: [], data: new Uint8Array() }, "plain"),
      { message: `Cannot compile network: layer layer (${op}) is not supported` },
    );
  });
}

Deno.test("unsupportedLayer() returns nothing if all layers can be compiled", () => {
  const graph = graphOf({ op: "Conv2D", attributes: { kernel_size: [3, 3], padding: "same" } });
  assert.equal(unsupportedLayer(graph), undefined);
});
