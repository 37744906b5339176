import assert from "node:assert/strict";
import { ElapsedAverage } from "../../src/track/elapsed_average.ts";

Deno.test("ElapsedAverage converges equally fast at every frame rate", () => {
  const after = (fps: number): number => {
    const average = new ElapsedAverage(300);
    for (let i = 0; i < 10 * fps; i++) average.add([0], 1000 / fps);
    let [value] = [0];
    for (let i = 0; i < fps; i++) [value] = average.add([1], 1000 / fps) as [number];
    return value;
  };
  for (const fps of [5, 60]) assert(Math.abs(after(fps) - (1 - Math.exp(-1 / 0.3))) < 1e-6);
});

Deno.test("ElapsedAverage with 0 does not average", () => {
  const average = new ElapsedAverage(0);
  average.add([1], 0);
  assert.deepEqual(average.add([0], 40), [0]);
});
