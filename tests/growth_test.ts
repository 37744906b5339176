import assert from "node:assert/strict";
import type { Engine } from "../src/engine/engine.ts";
import { createFrame, type Frame } from "../src/image/frame.ts";
import { recognizeFrames } from "../src/pipeline.ts";
import { Recognizer } from "../src/recognizer.ts";

const frames = 20_000;

/** Names an emotion in no time. */
const engine: Engine = {
  name: "fake",
  load({ nodes }) {
    const output = new Float32Array(5).fill(0.2);
    return Promise.resolve({
      inputShape: nodes[0]!.shape,
      outputShapes: [[5]],
      run: () => Promise.resolve([output]),
      [Symbol.dispose]() {},
    });
  },
};

async function* video(): AsyncGenerator<Frame> {
  const data = new Uint8Array(64 * 64);
  for (let index = 0; index < frames; index++) {
    yield await Promise.resolve(createFrame("gray", 64, 64, data, { index, time: index / 25 }));
  }
}

// With detection and real networks, 5,000 frames: memory_test.ts
Deno.test("recognizeFrames() takes no more memory after 20,000 frames than after 10,000", async () => {
  using recognizer = await Recognizer.load({ cropOnly: true, engine });
  const least: number[] = [];
  let faces = 0;
  for await (const { frame: { index }, record } of recognizeFrames(recognizer, video())) {
    faces += record.faces.length;
    if (index % 8 !== 0) continue; // To measure takes longer than to recognize.
    // At some time in each quarter, the garbage collector leaves little behind.
    const { heapUsed, external } = Deno.memoryUsage();
    const quarter = Math.floor(4 * index / frames);
    least[quarter] = Math.min(least[quarter] ?? Infinity, heapUsed + external);
  }
  assert.equal(faces, frames);
  // In the first quarter, functions are still being compiled.
  assert(least[3]! < least[1]! + 1e6, `${least.map((bytes) => (bytes / 1e6).toFixed(2))} MB`);
});
