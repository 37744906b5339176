import { OptionError } from "../../src/errors.ts";
import { FrameSampler } from "../../src/stream/frame_sampler.ts";
import assert from "node:assert/strict";

function taken(sampler: FrameSampler, rate: number, frames: number): number[] {
  return Array.from({ length: frames }, (_, i) => i)
    .filter((i) => sampler.next(i / rate) === "take");
}

Deno.test("FrameSampler takes every frame by default", () => {
  assert.deepEqual(taken(new FrameSampler({}), 25, 5), [0, 1, 2, 3, 4]);
});

Deno.test("FrameSampler takes the first frame of each interval", () => {
  assert.deepEqual(taken(new FrameSampler({ fps: 10 }), 25, 12), [0, 3, 5, 8, 10]);
  assert.deepEqual(taken(new FrameSampler({ fps: 10 }), 30000 / 1001, 12), [0, 3, 6, 9]);
});

Deno.test("FrameSampler repeats no frame of a slow source", () => {
  assert.deepEqual(taken(new FrameSampler({ fps: 100 }), 5, 3), [0, 1, 2]);
});

Deno.test("FrameSampler includes its start and excludes its end", () => {
  const sampler = new FrameSampler({ from: 0.1, to: 0.3 });
  const verdicts = [0, 0.1, 0.2, 0.3, 0.4].map((time) => sampler.next(time));
  assert.deepEqual(verdicts, ["skip", "take", "take", "end", "end"]);
});

Deno.test("FrameSampler refuses options out of range", () => {
  for (
    const sampling of [{ fps: 0 }, { fps: -1 }, { fps: NaN }, { from: -1 }, { from: NaN }, {
      to: 0,
    }]
  ) {
    assert.throws(() => new FrameSampler(sampling), OptionError);
  }
});
