import assert from "node:assert/strict";
import { VideoSearch } from "../src/video_search.ts";

Deno.test("VideoSearch plans nothing for a picture that is too large to be decoded", () => {
  const bytes = new TextEncoder().encode("P5 1190000 1190000 255\n");
  const plan = new VideoSearch("auto").plan({ bytes, options: { still: false } });
  assert.deepEqual(plan, { index: 0 });
});
