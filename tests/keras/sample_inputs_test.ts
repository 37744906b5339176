import assert from "node:assert/strict";
import { sampleInputs, SAMPLES } from "../../src/keras/sample_inputs.ts";

Deno.test("sampleInputs() ranges from all dark to full contrast", () => {
  const inputs = sampleInputs(1000, [-1, 1]);
  const spans = Array.from({ length: SAMPLES }, (_, i) => {
    const one = inputs.subarray(i * 1000, (i + 1) * 1000);
    return [Math.min(...one), Math.max(...one)] as const;
  });
  assert.deepEqual(spans.slice(0, 2), [[-1, -1], [1, 1]]);
  for (const [i, [low, high]] of spans.entries()) {
    assert(low >= -1 && high <= 1);
    if (i > 2) assert(high - low > spans[i - 1]![1] - spans[i - 1]![0]);
  }
  assert(spans.at(-1)![1] > 0.99);
  assert.deepEqual(sampleInputs(1000, [-1, 1]), inputs);
});
