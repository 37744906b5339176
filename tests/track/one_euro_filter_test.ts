import assert from "node:assert/strict";
import { OneEuroFilter } from "../../src/track/one_euro_filter.ts";

Deno.test("OneEuroFilter without beta is a low-pass filter of its cut-off", () => {
  const filter = new OneEuroFilter({ minCutoff: 1, beta: 0, derivateCutoff: 1 });
  filter.filter(0, 0);
  // 1 / (1 + 1 / (2 pi f t)), Casiez et al. 2012.
  assert(Math.abs(filter.filter(1, 0.1) - 0.3859) < 1e-4);
});

Deno.test("OneEuroFilter lags less with beta, and ignores a second measurement at the same time", () => {
  const fast = new OneEuroFilter({ minCutoff: 1, beta: 10, derivateCutoff: 1 });
  const slow = new OneEuroFilter({ minCutoff: 1, beta: 0, derivateCutoff: 1 });
  for (const filter of [fast, slow]) filter.filter(0, 0);
  assert(fast.filter(1, 0.04) > 2 * slow.filter(1, 0.04));
  assert.equal(slow.filter(9, 0), slow.filter(7, 0));
});
