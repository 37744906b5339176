import assert from "node:assert/strict";
import { timeTicks } from "../../src/timeline/time_ticks.ts";

Deno.test("timeTicks() uses round steps", () => {
  const labels = (start: number, end: number) => timeTicks([start, end]).map(([, label]) => label);
  assert.deepEqual(
    labels(0, 0.4),
    ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35", "0.40"].map((t) => `0:0${t}`),
  );
  assert.deepEqual(labels(0, 150), [
    "0:00",
    "0:15",
    "0:30",
    "0:45",
    "1:00",
    "1:15",
    "1:30",
    "1:45",
    "2:00",
    "2:15",
    "2:30",
  ]);
  assert.deepEqual(labels(3595, 3605).slice(4, 7), ["59:59", "1:00:00", "1:00:01"]);
});

Deno.test("timeTicks() gives 2 to 12 ticks for any length", () => {
  for (let end = 0.05; end < 1e7; end *= 1.3) {
    const ticks = timeTicks([0, end]);
    assert(ticks.length >= 2 && ticks.length <= 12, `${ticks.length} ticks over ${end} s`);
    assert(ticks.every(([time]) => time <= end));
  }
});
