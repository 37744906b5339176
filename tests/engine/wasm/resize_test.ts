import assert from "node:assert/strict";
import type { Graph } from "../../../src/model/graph.ts";
import { compileNetwork } from "../../../src/engine/wasm/compile_network.ts";
import { NetworkInstance } from "../../../src/engine/wasm/network_instance.ts";
import { madePictures } from "./inputs.ts";
import { largestDifference } from "./support.ts";

/** Bilinear interpolation as TensorFlow Lite defines it, number by number. */
function resize(
  input: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  [rows, columns]: readonly [number, number],
): Float32Array {
  const center = 0.5;
  const place = (index: number, from: number, to: number) => {
    const at = Math.max((index + center) * from / to - center, 0), first = Math.floor(at);
    return { first, second: Math.min(first + 1, from - 1), part: at - first };
  };
  return Float32Array.from({ length: rows * columns * channels }, (_, i) => {
    const channel = i % channels, column = Math.floor(i / channels) % columns;
    const y = place(Math.floor(i / channels / columns), height, rows);
    const x = place(column, width, columns);
    const at = (row: number, column: number) => input[(row * width + column) * channels + channel]!;
    const upper = at(y.first, x.first) * (1 - x.part) + at(y.first, x.second) * x.part;
    const lower = at(y.second, x.first) * (1 - x.part) + at(y.second, x.second) * x.part;
    return upper * (1 - y.part) + lower * y.part;
  });
}

for (const [from, to] of [[[6, 5, 3], [12, 10]], [[4, 4, 9], [7, 11]]] as const) {
  const name = `${from} to ${to}`;
  Deno.test(`compileNetwork() resizes bilinearly: ${name}`, () => {
    const graph: Graph = {
      nodes: [
        { name: "in", op: "InputLayer", attributes: {}, inputs: [], shape: from, weights: {} },
        {
          name: "out",
          op: "Resizing",
          attributes: { height: to[0], width: to[1], interpolation: "bilinear" },
          inputs: ["in"],
          shape: [...to, from[2]],
          weights: {},
        },
      ],
      outputs: ["out"],
    };
    const weights = { specs: [], data: new Uint8Array() };
    const module = new WebAssembly.Module(compileNetwork(graph, weights, "plain"));
    const [input] = madePictures(1, from);
    const [found] = new NetworkInstance(module, graph, weights).run(input!);
    assert(largestDifference(found!, resize(input!, from, to)) < 1e-6);
  });
}
