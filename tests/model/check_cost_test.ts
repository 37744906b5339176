import assert from "node:assert/strict";
import { checkCost } from "../../src/model/check_cost.ts";
import type { Graph } from "../../src/model/graph.ts";

/** One layer over a picture of 512x512 pixels. */
function layer(op: "DepthwiseConv2D" | "SeparableConv2D", side: number, channels: number): Graph {
  const input = { name: "in", op: "InputLayer", attributes: {}, inputs: [], weights: {} };
  const attributes = { kernel_size: [side, side], strides: [1, 1], padding: "same", filters: 1 };
  const shape = [512, 512, op === "SeparableConv2D" ? 1 : channels];
  return {
    nodes: [
      { ...input, shape: [512, 512, channels] },
      { name: "layer", op, attributes, inputs: ["in"], shape, weights: {} },
    ],
    outputs: ["layer"],
  };
}

Deno.test("checkCost() takes a separable layer for a depthwise one and what follows it", () => {
  for (const op of ["DepthwiseConv2D", "SeparableConv2D"] as const) {
    checkCost(layer(op, 3, 90));
    assert.throws(() => checkCost(layer(op, 64, 90)), /multiplications, which is too many$/, op);
  }
});
