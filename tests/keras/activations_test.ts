import assert from "node:assert/strict";
import { activationOf, layerOfActivation } from "../../src/keras/activations.ts";

const refuse = (why: string): never => {
  throw new Error(why);
};

Deno.test("activationOf() keeps names that both know", () => {
  assert.deepEqual(activationOf("softmax", refuse), { own: "softmax" });
  assert.deepEqual(activationOf("silu", refuse), { own: "swish" });
  assert.deepEqual(activationOf(null, refuse), {});
  assert.deepEqual(activationOf({ class_name: "ELU", config: { alpha: 1 } }, refuse), {
    own: "elu",
  });
});

Deno.test("activationOf() turns leaky_relu into a layer with a slope of 0.2", () => {
  assert.deepEqual(activationOf("leaky_relu", refuse).after!.attributes, { alpha: 0.2 });
});

Deno.test("activationOf() refuses custom functions", () => {
  const custom = { module: "builtins", class_name: "function", config: "mine" };
  assert.throws(() => activationOf(custom, refuse), /^Error: activation function is not supported/);
});

Deno.test("layerOfActivation() knows the slope by the names of Keras 2 and 3", () => {
  const configs = [{ alpha: 0.1 }, { negative_slope: 0.1 }, {}].map((config) =>
    layerOfActivation("LeakyReLU", config, refuse).attributes
  );
  assert.deepEqual(configs, [{ alpha: 0.1 }, { alpha: 0.1 }, { alpha: 0.3 }]);
  assert.equal(layerOfActivation("ReLU", { negative_slope: 0.1 }, refuse).op, "LeakyReLU");
  assert.deepEqual(
    layerOfActivation("ReLU", { max_value: 6, negative_slope: 0, threshold: 0 }, refuse),
    { op: "ReLU", attributes: { max_value: 6 }, weights: [] },
  );
});
