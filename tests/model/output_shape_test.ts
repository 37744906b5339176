import assert from "node:assert/strict";
import { outputShape } from "../../src/keras/output_shape.ts";

const cases: [
  className: string,
  config: Record<string, unknown>,
  inputs: number[][],
  shape: number[],
][] = [
  ["Conv2D", { kernel_size: [3, 5], filters: 4 }, [[9, 9, 2]], [3, 1, 4]],
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
  ["MaxPooling2D", { pool_size: [2, 2], strides: null }, [[9, 8, 2]], [4, 4, 2]],
  ["AveragePooling2D", { pool_size: [3, 3], strides: [2, 2] }, [[9, 8, 2]], [4, 3, 2]],
  ["GlobalMaxPooling2D", {}, [[9, 8, 2]], [2]],
  ["Dense", { units: 7 }, [[9, 8, 2]], [9, 8, 7]],
  ["Flatten", {}, [[9, 8, 2]], [144]],
  ["Reshape", { target_shape: [12, 12] }, [[9, 8, 2]], [12, 12]],
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
for (const [className, config, inputs, shape] of cases) {
  Deno.test(`outputShape() of ${className} with ${JSON.stringify(config)} is ${shape}`, () => {
    assert.deepEqual(outputShape({ className, config, weights: [] }, inputs), shape);
  });
}
