import assert from "node:assert/strict";
import type { Engine } from "../src/engine/engine.ts";
import { createFrame, type Frame } from "../src/image/frame.ts";
import { productOf } from "../src/model/output_shape.ts";
import { recognizeFrames } from "../src/pipeline.ts";
import { Recognizer } from "../src/recognizer.ts";

const frames = 20_000;

/** Sees one face in every frame, in no time. */
const engine: Engine = {
  name: "fake",
  load({ nodes, outputs }) {
    const shapes = outputs.map((name) => nodes.find((node) => node.name === name)!.shape);
    const results = shapes.map((shape) => {
      const [, size = 0] = shape;
      const values = new Float32Array(productOf(shape)).fill(size === 1 ? -100 : 0.2);
      // One anchor with a high score and a box of 64 pixels.
      if (size === 1) values[500] = 10;
      else if (size > 1) values.fill(64, 500 * size + 2, 500 * size + 4);
      return values;
    });
    return Promise.resolve({
      inputShape: nodes[0]!.shape,
      outputShapes: shapes,
      run: () => Promise.resolve(results),
      [Symbol.dispose]() {},
    });
  },
};

async function* video(): AsyncGenerator<Frame> {
  const data = new Uint8Array(16 * 16);
  for (let index = 0; index < frames; index++) {
    yield await Promise.resolve(createFrame("gray", 16, 16, data, { index, time: index / 25 }));
  }
}

Deno.test("recognizeFrames() takes no more memory after 20,000 frames than after 5,000", async () => {
  using recognizer = await Recognizer.load({ engine });
  const least: number[] = [];
  let faces = 0;
  for await (const { frame: { index }, record } of recognizeFrames(recognizer, video())) {
    faces += record.faces.length;
    // The garbage collector leaves least behind at some time in each quarter.
    const { heapUsed, external } = Deno.memoryUsage();
    const quarter = Math.floor(4 * index / frames);
    least[quarter] = Math.min(least[quarter] ?? Infinity, heapUsed + external);
  }
  assert.equal(faces, frames);
  assert(least[3]! < least[0]! + 1e6, `${least.map((bytes) => (bytes / 1e6).toFixed(2))} MB`);
});
