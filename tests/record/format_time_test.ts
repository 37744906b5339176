import assert from "node:assert/strict";
import { formatTime } from "../../src/record/format_time.ts";

Deno.test("formatTime() carries rounding into minutes and hours", () => {
  assert.equal(formatTime(0), "0:00.000");
  assert.equal(formatTime(59.9996), "1:00.000");
  assert.equal(formatTime(3599.7, 0), "1:00:00");
  assert.equal(formatTime(9.4, 0), "0:09");
});
