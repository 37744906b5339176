import { sampledIndex } from "../../src/ffmpeg/sampled_index.ts";
import assert from "node:assert/strict";

Deno.test("sampledIndex() counts on where nothing is left out", () => {
  assert.deepEqual([0, 1, 2].map((n) => sampledIndex(n, 25, 25, 0)), [0, 1, 2]);
  const ntsc = 30000 / 1001;
  assert.deepEqual([0, 1, 99_999].map((n) => sampledIndex(n, ntsc, ntsc, 0)), [0, 1, 99_999]);
});

Deno.test("sampledIndex() starts with the first frame that is not before the start", () => {
  assert.equal(sampledIndex(0, 25, 25, 0.48), 12);
  assert.equal(sampledIndex(0, 25, 25, 0.49), 13);
});

Deno.test("sampledIndex() returns the last frame not after the sample", () => {
  assert.deepEqual([0, 1, 2, 3].map((n) => sampledIndex(n, 2, 25, 0)), [0, 12, 25, 37]);
});
