import assert from "node:assert/strict";
import { quantile, race } from "../../bench/race.ts";
import { compare } from "../../bench/row.ts";

Deno.test("quantile() interpolates between the values", () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([4, 1, 3, 2], 1), 4);
  assert.equal(quantile([5], 0.9), 5);
});

Deno.test("compare() uses pairwise ratios, so that a slow round does not count", () => {
  const question = { what: "x", ours: "a", theirs: "b", target: { atMost: 0.5 } };
  const row = compare(question, "ms", [1, 100, 1, 4, 1], [2, 200, 2, 4, 2]);
  assert.deepEqual(row.ratio, { median: 0.5, p10: 0.5, p90: 0.8 });
  assert.equal(row.isMet, true);
  assert.equal(compare(question, "ms", [3], [4]).isMet, false);
  assert.equal(compare({ ...question, target: { atLeast: 0.5 } }, "ms", [3], [4]).isMet, true);
});

Deno.test("race() measures back and forth", async () => {
  const order: string[] = [];
  const contender = (name: string) => (round: number) => {
    order.push(name);
    return Promise.resolve(round);
  };
  const times = await race(new Map([["a", contender("a")], ["b", contender("b")]]), 3);
  assert.equal(order.join(""), "abbaab");
  assert.deepEqual(times.get("b"), [0, 1, 2]);
});
