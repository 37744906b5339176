import assert from "node:assert/strict";
import { temperatureScale } from "../../src/emotion/temperature_scale.ts";

Deno.test("temperatureScale() is the softmax of the logits divided by the temperature", () => {
  const logits = [1.5, -0.3, 0.2, -2];
  const softmax = (values: number[]) => {
    const powers = values.map(Math.exp), sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  };
  for (const temperature of [0.5, 1, 1.7]) {
    const expected = softmax(logits.map((logit) => logit / temperature));
    const scaled = temperatureScale(Float32Array.from(softmax(logits)), temperature);
    scaled.forEach((p, i) => assert(Math.abs(p - expected[i]!) < 1e-6));
  }
});

Deno.test("temperatureScale() keeps a probability of 1, even beside zeros", () => {
  assert.deepEqual([...temperatureScale(Float32Array.of(0, 1, 0), 0.4)], [0, 1, 0]);
});

Deno.test("temperatureScale() bears a temperature near 0", () => {
  assert.deepEqual([...temperatureScale(Float32Array.of(0.25, 0.5, 0.25), 0.001)], [0, 1, 0]);
});
