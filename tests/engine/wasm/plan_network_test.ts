import assert from "node:assert/strict";
import { bundledFiles, type BundledName } from "../../../src/model/bundled_models.ts";
import { readNetwork } from "../../../src/model/read_network.ts";
import { planNetwork } from "../../../src/engine/wasm/plan_network.ts";
import { costOf } from "../../../src/engine/wasm/step_cost.ts";
import type { Wish } from "./network_wish.ts";
import { networkOf } from "./random_network.ts";

/** How each step of a network is computed. */
function methodsOf(graph: Parameters<typeof planNetwork>[0]): string[] {
  const { steps, layouts } = planNetwork(graph);
  return steps.map((step) => costOf(step, layouts).method);
}

function madeGraph(wishes: readonly Wish[]) {
  const size = { height: 8, width: 8, channels: 20, dtype: "float32", seed: 1 } as const;
  return networkOf({ ...size, wishes, end: "none" }).graph;
}

async function bundledGraph(model: BundledName) {
  return (await readNetwork(bundledFiles(model))).graph;
}

Deno.test("planNetwork() fuses models/five into thirteen functions", async () => {
  const winograd = ["F(4)", "F(4)", "F(4)", "F(4)", "F(4)", "F(2)", "F(2)"];
  const expected = ["input", "placement", "direct", ...winograd, "reshape"];
  const dense = ["vector", "vector", "vector", "softmax"];
  assert.deepEqual(methodsOf(await bundledGraph("five")), [...expected, ...dense]);
});

Deno.test("planNetwork() fuses every addition, pooling and padding of models/blazeface", async () => {
  const methods = methodsOf(await bundledGraph("blazeface"));
  const alone = methods.filter((method) => ["pass", "pooling", "depthwise"].includes(method));
  assert.deepEqual(alone, []);
  assert.equal(methods.filter((method) => method === "separable").length, 16);
});

const convolution = {
  kind: "Conv2D",
  filters: 20,
  kernel: [3, 3],
  strides: 1,
  padding: "same",
  activation: "linear",
  useBias: true,
} as const;

Deno.test("planNetwork() pools in a Winograd convolution, but not twice", () => {
  const pooling = { kind: "MaxPooling2D", size: 2, strides: 2, padding: "valid" } as const;
  assert.deepEqual(
    methodsOf(madeGraph([convolution, pooling, pooling])),
    ["input", "placement", "F(4)", "pooling"],
  );
});

Deno.test("planNetwork() does not fuse a value that is read twice", () => {
  const residual = { kind: "residual", activation: "relu", kernel: 3 } as const;
  const { steps } = planNetwork(madeGraph([convolution, residual]));
  assert.equal(steps.filter(({ action }) => action.kind === "convolution").length, 2);
  assert.equal(steps.at(-1)!.action.kind, "placement", "twenty channels are no whole vectors");
});
