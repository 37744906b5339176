import assert from "node:assert/strict";
import type { Dataset } from "../../src/keras/hdf5.ts";
import { convertLayer } from "../../src/keras/layers.ts";

const convert = (
  className: string,
  config: Record<string, unknown>,
  weights: Dataset[] = [],
  input = [4, 6, 3],
): ReturnType<typeof convertLayer> =>
  convertLayer({ name: "it", className, config, inputs: ["before"] }, weights, input);
const zeros = (...shape: number[]): Dataset => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

Deno.test("convertLayer() drops layers that only serve training", () => {
  for (const name of ["Dropout", "SpatialDropout2D", "GaussianNoise", "RandomFlip", "RandomZoom"]) {
    assert.deepEqual(convert(name, { rate: 0.5 }), []);
  }
  assert.throws(() => convert("RandomCrop", {}), /layers of this class are not supported/);
});

Deno.test("convertLayer() keeps the arguments that a graph has, and no others", () => {
  const config = {
    name: "it",
    dtype: { class_name: "DTypePolicy" },
    filters: 2,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding: "same",
    data_format: "channels_last",
    dilation_rate: [1, 1],
    groups: 1,
    activation: "silu",
    use_bias: false,
    kernel_initializer: { class_name: "HeNormal" },
  };
  const kernel = zeros(3, 3, 3, 2);
  assert.deepEqual(convert("Conv2D", config, [kernel]), [{
    op: "Conv2D",
    attributes: {
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: "same",
      use_bias: false,
      filters: 2,
      dilation_rate: [1, 1],
      activation: "swish",
    },
    weights: [{ name: "kernel", ...kernel }],
  }]);
});

Deno.test("convertLayer() reads arrays of NumPy", () => {
  const numpy = (...value: number[]) => ({ class_name: "__numpy__", config: { value } });
  const [layer] = convert("Rescaling", { scale: numpy(1, 2, 3), offset: numpy(0.5) });
  assert.deepEqual(layer!.attributes, { scale: [1, 2, 3], offset: [0.5] });
});

Deno.test("convertLayer() adds a layer for an activation that layers do not have", () => {
  const activation = { class_name: "LeakyReLU", config: { negative_slope: 0.125 } };
  const [dense, after] = convert("Dense", { units: 2, activation, use_bias: false }, [zeros(3, 2)]);
  assert.equal(dense!.attributes.activation, undefined);
  assert.deepEqual(after, { op: "LeakyReLU", attributes: { alpha: 0.125 }, weights: [] });
  assert.deepEqual(convert("Activation", { activation }), [after]);
});

Deno.test("convertLayer() infers the open size of Reshape and of keepdims", () => {
  assert.deepEqual(convert("Reshape", { target_shape: [-1, 12] })[0]!.attributes, {
    target_shape: [6, 12],
  });
  const [, after] = convert("GlobalMaxPooling2D", { keepdims: true });
  assert.deepEqual(after!.attributes, { target_shape: [1, 1, 3] });
});

Deno.test("convertLayer() writes Normalization as one multiplication and addition", () => {
  const weights = [
    { shape: [1, 1, 1, 3], data: new Float32Array([10, 20, 30]) },
    { shape: [1, 1, 1, 3], data: new Float32Array([4, 16, 0]) },
    zeros(),
  ];
  const [layer] = convert("Normalization", { axis: [-1] }, weights);
  assert.deepEqual(layer, {
    op: "Rescaling",
    attributes: { scale: [0.5, 0.25, 1e7], offset: [-5, -5, -30 * 1e7] },
    weights: [],
  });
});

Deno.test("convertLayer() writes the one axis of Keras 2's BatchNormalization as a number", () => {
  const config = { axis: [3], scale: false, center: false };
  assert.equal(convert("BatchNormalization", config, [zeros(3), zeros(3)])[0]!.attributes.axis, 3);
});

const refused: [className: string, config: Record<string, unknown>, Dataset[], message: string][] =
  [
    ["Resizing", {}, [], "layers of this class are not supported"],
    ["toString", {}, [], "layers of this class are not supported"],
    [
      "Flatten",
      { data_format: "channels_first" },
      [],
      'data_format "channels_first" is not supported',
    ],
    ["Conv2D", { groups: 2 }, [], "groups 2 is not supported"],
    ["DepthwiseConv2D", { dilation_rate: [2, 2] }, [], "dilation_rate [2,2] is not supported"],
    [
      "UpSampling2D",
      { interpolation: "bilinear" },
      [],
      'interpolation "bilinear" is not supported',
    ],
    ["ELU", { alpha: 0.5 }, [], "alpha 0.5 is not supported"],
    ["ReLU", { threshold: 1 }, [], "threshold 1 is not supported"],
    [
      "ReLU",
      { max_value: 6, negative_slope: 0.1 },
      [],
      "max_value with negative_slope is not supported",
    ],
    ["Dense", { units: 2 }, [zeros(3, 2)], "2 weights are expected but 1 are there"],
    ["Dense", { units: 2 }, [zeros(4, 2), zeros(2)], "kernel is 4x2 but the layer takes 3x2"],
    ["Dense", { activation: "exponential" }, [], "activation exponential is not supported"],
    ["Normalization", {}, [], "its mean and variance are missing"],
    ["Normalization", { invert: true }, [], "invert is not supported"],
  ];
for (const [className, config, weights, message] of refused) {
  Deno.test(`convertLayer() refuses ${className} with ${JSON.stringify(config)}: ${message}`, () => {
    assert.throws(() => convert(className, config, weights), {
      message: `layer it (${className}): ${message}`,
    });
  });
}
