import assert from "node:assert/strict";
import { progressLine } from "../../src/cli/progress.ts";
import { displayWidth } from "../../src/record/display_width.ts";

Deno.test("progressLine() is no wider than the terminal, whatever the script of a name", () => {
  const state = { done: 10, total: 40, count: 250, unit: "frame", elapsedMs: 5000 };
  for (
    const name of ["a.mp4", "会議の録画".repeat(20) + ".mp4", "e\u0301".repeat(99), "👍".repeat(40)]
  ) {
    for (let columns = 30; columns < 120; columns++) {
      const line = progressLine({ ...state, name }, columns);
      assert(displayWidth(line) <= columns, `${columns}: ${line}`);
      assert(line.includes("25%"), line);
    }
  }
});
