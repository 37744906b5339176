import assert from "node:assert/strict";
import fc from "npm:fast-check@4.3.0";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";
import { compileNetwork } from "../../../src/engine/wasm/compile_network.ts";
import { unsupportedLayer } from "../../../src/engine/wasm/lower_graph.ts";
import { NetworkInstance } from "../../../src/engine/wasm/network_instance.ts";
import type { NetworkWish, Wish } from "./network_wish.ts";
import { networkOf } from "./random_network.ts";
import { randomNumbers } from "./random_numbers.ts";
import { largestDifference } from "./support.ts";

const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "sigmoid", "tanh", "swish"];
const activation = fc.constantFrom(...ACTIVATIONS);
const padding = fc.constantFrom("valid" as const, "same" as const);
const strides = fc.integer({ min: 1, max: 3 });

/** So many channels that kernels process them in parts. */
const manyOr = (few: fc.Arbitrary<number>) =>
  fc.oneof({ arbitrary: few, weight: 5 }, { arbitrary: fc.constantFrom(70, 131), weight: 1 });

const plain = (name: string, config?: Record<string, unknown>): Wish => ({
  kind: "plain",
  name,
  ...config && { config },
});

const convolution: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("Conv2D" as const, "DepthwiseConv2D" as const, "SeparableConv2D" as const),
  filters: manyOr(fc.integer({ min: 1, max: 41 })),
  kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  strides,
  padding,
  activation,
  useBias: fc.boolean(),
});

/** The kind of layer that Winograd is for. */
const threeByThree: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant("Conv2D" as const),
  filters: manyOr(fc.integer({ min: 16, max: 40 })),
  kernel: fc.constant([3, 3] as const),
  strides: fc.constant(1),
  padding,
  activation,
  useBias: fc.boolean(),
});

const pooling: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("MaxPooling2D" as const, "AveragePooling2D" as const),
  size: fc.integer({ min: 2, max: 3 }),
  strides: fc.integer({ min: 1, max: 3 }),
  padding,
});

/** Strides that pass over the last columns. */
const wideStrides = (["Conv2D", "DepthwiseConv2D", "SeparableConv2D"] as const).flatMap((kind) =>
  ([[[1, 3], 3], [[2, 2], 3], [[3, 1], 2]] as const).map(([kernel, strides]): [NetworkWish] => {
    const more = { padding: "same", activation: "linear", useBias: true } as const;
    const wishes = [{ kind, filters: 5, kernel, strides, ...more }] as const;
    const size = { height: 9, width: 10, channels: 3, dtype: "float32" } as const;
    return [{ ...size, wishes, end: "none", seed: 1 }];
  })
);

const halving: Wish = { kind: "MaxPooling2D", size: 2, strides: 2, padding: "valid" };

/** Between a convolution and its pooling, parameters below 0 turn the order of numbers round. */
const turning = [plain("PReLU", { shared_axes: [1, 2] }), plain("BatchNormalization")].map(
  (turn): [NetworkWish] => {
    const shape = { filters: 32, kernel: [3, 3], strides: 1, padding: "same" } as const;
    const more = { activation: "linear", useBias: true } as const;
    const size = { height: 12, width: 12, channels: 32, dtype: "float32" } as const;
    const wishes = [{ kind: "Conv2D", ...shape, ...more } as const, turn, halving];
    return [{ ...size, wishes, end: "none", seed: 6 }];
  },
);

const wish: fc.Arbitrary<Wish> = fc.oneof(
  convolution,
  threeByThree,
  threeByThree,
  pooling,
  fc.constant(halving),
  fc.constantFrom(
    plain("BatchNormalization"),
    plain("PReLU", { shared_axes: [1, 2] }),
    plain("LeakyReLU", { alpha: 0.1 }),
    plain("ReLU", { max_value: 2 }),
    plain("ELU"),
    plain("ZeroPadding2D", { padding: [[1, 2], [0, 3]] }),
    plain("Rescaling", { scale: -0.7, offset: 0.2 }),
    plain("Softmax", { axis: -1 }),
  ),
  fc.record({
    kind: fc.constant("residual" as const),
    activation,
    kernel: fc.constantFrom(1, 3),
  }),
  fc.record({
    kind: fc.constant("blaze" as const),
    more: fc.integer({ min: 0, max: 6 }),
    strides,
  }),
  fc.constant({ kind: "gate" as const }),
  fc.record({
    kind: fc.constant("cropping" as const),
    sides: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  }),
  fc.record({
    kind: fc.constant("concatenation" as const),
    filters: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    axis: fc.constantFrom(-1, 1, 2),
  }),
);

const network: fc.Arbitrary<NetworkWish> = fc.record({
  height: fc.integer({ min: 1, max: 21 }),
  width: fc.integer({ min: 1, max: 21 }),
  channels: fc.oneof(fc.constantFrom(1, 3), fc.integer({ min: 1, max: 33 })),
  dtype: fc.constantFrom("float32" as const, "float16" as const),
  wishes: fc.array(wish, { minLength: 1, maxLength: 7 }),
  hasTwoOutputs: fc.boolean(),
  end: fc.constantFrom("none", "dense", "average", "maximum", "softmax"),
  seed: fc.integer(),
});

const engine = await startTfjs();

Deno.test("compileNetwork() agrees with tfjs on random networks", async () => {
  await fc.assert(
    fc.asyncProperty(network, async (wish) => {
      const { graph, weights } = networkOf(wish);
      assert.equal(unsupportedLayer(graph), undefined);
      using session = await engine.load(graph, weights);
      const length = session.inputShape.reduce((product, size) => product * size, 1);
      const random = randomNumbers(wish.seed + 1);
      const input = Float32Array.from({ length: 2 * length }, () => 2 * random() - 1);
      const expected = await session.run(input, 2);
      for (const simd of ["relaxed", "plain"] as const) {
        const module = new WebAssembly.Module(compileNetwork(graph, weights, simd));
        const found = new NetworkInstance(module, graph, weights).run(input, 2);
        for (const [i, output] of expected.entries()) {
          const scale = output.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          const difference = largestDifference(output, found[i]!) / scale;
          assert(difference < 1e-4, `${simd}: ${difference}`);
        }
      }
    }),
    { numRuns: 200, seed: 13, examples: [...wideStrides, ...turning] },
  );
});

Deno.test("compileNetwork() takes the softmax of numbers whose powers are too large", async () => {
  const wishes = [plain("Softmax", { axis: -1 })];
  const size = { height: 1, width: 2, channels: 5, dtype: "float32" } as const;
  const { graph, weights } = networkOf({ ...size, wishes, end: "none", seed: 1 });
  const input = Float32Array.of(200, 199, -200, 0, 198, -200, -200, -201, -202, -200);
  using session = await engine.load(graph, weights);
  const [expected] = await session.run(input);
  for (const simd of ["relaxed", "plain"] as const) {
    const module = new WebAssembly.Module(compileNetwork(graph, weights, simd));
    const [found] = new NetworkInstance(module, graph, weights).run(input);
    assert(largestDifference(expected!, found!) < 1e-5);
  }
});
