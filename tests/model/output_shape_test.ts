import assert from "node:assert/strict";
import { outputShape } from "../../src/model/output_shape.ts";

const cases: [
  op: string,
  attributes: Record<string, unknown>,
  inputs: number[][],
  shape: number[],
][] = [
  ["Conv2D", { kernel_size: [3, 5], filters: 4 }, [[9, 9, 2]], [7, 5, 4]],
  ["MaxPooling2D", {}, [[9, 8, 2]], [4, 4, 2]],
  ["ZeroPadding2D", {}, [[9, 8, 2]], [11, 10, 2]],
  ["UpSampling2D", {}, [[9, 8, 2]], [18, 16, 2]],
  ["Conv2D", { kernel_size: [3, 5], filters: 4, strides: [1, 1] }, [[9, 9, 2]], [7, 5, 4]],
  ["Conv2D", { kernel_size: 3, filters: 4, strides: 2 }, [[9, 8, 2]], [4, 3, 4]],
  ["Conv2D", { kernel_size: 3, filters: 4, strides: 2, padding: "same" }, [[9, 8, 2]], [5, 4, 4]],
  [
    "Conv2D",
    { kernel_size: 3, filters: 4, strides: 1, dilation_rate: [2, 3] },
    [[9, 8, 2]],
    [5, 2, 4],
  ],
  ["SeparableConv2D", { kernel_size: 3, filters: 4, strides: 1 }, [[9, 8, 2]], [7, 6, 4]],
  [
    "DepthwiseConv2D",
    { kernel_size: 3, strides: 1, padding: "same", depth_multiplier: 3 },
    [[9, 8, 2]],
    [9, 8, 6],
  ],
  ["DepthwiseConv2D", { kernel_size: 31, padding: "same" }, [[1, 1, 2]], [1, 1, 2]],
  ["MaxPooling2D", { pool_size: [2, 2], strides: null }, [[9, 8, 2]], [4, 4, 2]],
  ["AveragePooling2D", { pool_size: [3, 3], strides: [2, 2] }, [[9, 8, 2]], [4, 3, 2]],
  ["GlobalMaxPooling2D", {}, [[9, 8, 2]], [2]],
  ["Dense", { units: 7 }, [[9, 8, 2]], [9, 8, 7]],
  ["Flatten", {}, [[9, 8, 2]], [144]],
  ["Reshape", { target_shape: [12, 12] }, [[9, 8, 2]], [12, 12]],
  ["Reshape", { target_shape: [-1, 2] }, [[9, 8, 2]], [72, 2]],
  ["ChannelPadding", { channels: 3 }, [[9, 8, 2]], [9, 8, 5]],
  ["Permute", { dims: [3, 1, 2] }, [[9, 8, 2]], [2, 9, 8]],
  ["ZeroPadding2D", { padding: 1 }, [[9, 8, 2]], [11, 10, 2]],
  ["ZeroPadding2D", { padding: [1, 2] }, [[9, 8, 2]], [11, 12, 2]],
  ["ZeroPadding2D", { padding: [[1, 2], [3, 4]] }, [[9, 8, 2]], [12, 15, 2]],
  ["Cropping2D", { cropping: [[1, 2], [3, 4]] }, [[9, 8, 2]], [6, 1, 2]],
  ["UpSampling2D", { size: [2, 3] }, [[9, 8, 2]], [18, 24, 2]],
  ["Concatenate", { axis: -1 }, [[9, 8, 2], [9, 8, 3]], [9, 8, 5]],
  ["Concatenate", { axis: 1 }, [[9, 8, 2], [1, 8, 2]], [10, 8, 2]],
  ["Multiply", {}, [[1, 1, 2], [9, 8, 2]], [9, 8, 2]],
  ["BatchNormalization", {}, [[9, 8, 2]], [9, 8, 2]],
];
for (const [op, attributes, inputs, shape] of cases) {
  Deno.test(`outputShape() of ${op} with ${JSON.stringify(attributes)} is ${shape}`, () => {
    assert.deepEqual(outputShape({ name: "it", op, attributes }, inputs), shape);
  });
}

const refused: [
  op: string,
  attributes: Record<string, unknown>,
  inputs: number[][],
  why: string,
][] = [
  ["LSTM", {}, [[9, 8]], "layers of this class are not supported"],
  ["Conv2D", { filters: 1 }, [[9]], "its input is 9, not height x width x channels"],
  ["Conv2D", { filters: 1 }, [[9, 9, 1]], "its output would be NaNxNaNx1"],
  ["MaxPooling2D", { pool_size: 9, strides: 1 }, [[8, 8, 1]], "its output would be 0x0x1"],
  [
    "Conv2D",
    { filters: 1, kernel_size: 5000 },
    [[1, 1, 1]],
    "its window of 5000x5000 is far larger than its input of 1x1",
  ],
  [
    "DepthwiseConv2D",
    { kernel_size: [3, 2000], padding: "same" },
    [[4, 4, 1]],
    "its window of 3x2000 is far larger than its input of 4x4",
  ],
  ["Dense", { units: 1e9 }, [[9]], "its output would be 1000000000"],
  ["Reshape", { target_shape: [5, 5] }, [[9, 8, 2]], "9x8x2 does not fill 5x5"],
  ["Reshape", { target_shape: [-1, 5] }, [[9]], "its output would be 1.8x5"],
  ["Add", {}, [[9, 8, 2], [9, 4, 2]], "inputs of 9x8x2 and 9x4x2 do not go together"],
  ["Add", {}, [[9, 8], [9, 8, 2]], "inputs of 9x8 and 9x8x2 do not go together"],
  ["Concatenate", {}, [[9, 8, 2], [1, 8, 2]], "inputs of 9x8x2 and 1x8x2 do not go together"],
];
for (const [op, attributes, inputs, why] of refused) {
  Deno.test(`outputShape() refuses ${op} with ${JSON.stringify(attributes)} of ${inputs.join(" and ")}`, () => {
    assert.throws(() => outputShape({ name: "it", op, attributes }, inputs), {
      message: `layer it (${op}): ${why}`,
    });
  });
}
