import assert from "node:assert/strict";
import { Quantiles } from "../../src/record/quantiles.ts";

Deno.test("Quantiles are within one percent of those of the sorted values", () => {
  const values = Array.from({ length: 20_001 }, (_, i) => 0.5 + (i * 7919 % 20_001) ** 2 / 1e5);
  const quantiles = new Quantiles();
  values.forEach((value) => quantiles.add(value));
  const sorted = values.toSorted((a, b) => a - b);
  for (const share of [0, 0.05, 0.5, 0.95, 1]) {
    const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
    assert(Math.abs(quantiles.at(share) / exact - 1) <= 0.01, `${share}: ${quantiles.at(share)}`);
  }
});

Deno.test("Quantiles are NaN without values, and the value if there is one", () => {
  const quantiles = new Quantiles();
  assert.equal(quantiles.at(0.5), NaN);
  quantiles.add(40);
  assert(Math.abs(quantiles.at(0.5) - 40) < 0.4);
  assert.equal(quantiles.at(0.5), quantiles.at(0.95));
});
