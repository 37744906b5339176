import assert from "node:assert/strict";
import { entryRange } from "../../src/keras/entry_range.ts";
import type { Graph } from "../../src/model/graph.ts";

type Step = [scale: number | number[], offset: number | number[]];

function graphOf(...steps: Step[]): Graph {
  const common = { shape: [4, 4, 3], inputs: [], weights: {} };
  return {
    nodes: [
      { ...common, name: "in", op: "InputLayer", attributes: {} },
      ...steps.map(([scale, offset], i) => ({
        ...common,
        name: `r${i}`,
        op: "Rescaling",
        attributes: { scale, offset },
      })),
      { ...common, name: "flat", op: "Flatten", attributes: {} },
    ],
    outputs: ["flat"],
  };
}

const cases: [what: string, steps: Step[], range: [number, number] | undefined][] = [
  ["no layer that scales", [], undefined],
  ["1/255", [[1 / 255, 0]], [0, 255]],
  ["1/127.5 - 1", [[1 / 127.5, -1]], [0, 255]],
  ["1/127.5 alone", [[1 / 127.5, 0]], [0, 255]],
  ["a mean of colors taken away", [[1, [-103.9, -116.8, -123.7]]], [0, 255]],
  ["2x - 1", [[2, -1]], [0, 1]],
  ["255x", [[255, 0]], [0, 1]],
  ["x/2 + 1/2", [[0.5, 0.5]], [-1, 1]],
  ["127.5x + 127.5", [[127.5, 127.5]], [-1, 1]],
  ["a mean and deviation of bytes", [[1 / 65, -2]], [0, 255]],
  ["a mean and deviation of 0..1", [[[4.37, 4.46, 4.44], [-2.12, -2.04, -1.8]]], [0, 1]],
  ["1/255, then a mean and deviation", [[1 / 255, 0], [4.37, -2.12]], [0, 255]],
  ["a layer that changes nothing", [[1, 0]], undefined],
  ["negatives", [[-1 / 255, 1]], [0, 255]],
  ["something unusual", [[1e-6, 40]], undefined],
];
for (const [what, steps, range] of cases) {
  Deno.test(`entryRange() of ${what} is ${range?.join("..") ?? "not clear"}`, () => {
    assert.deepEqual(entryRange(graphOf(...steps)), range);
  });
}
