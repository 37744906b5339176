import assert from "node:assert/strict";
import card from "../../models/blazeface-full/card.json" with { type: "json" };
import { lookPlan } from "../../src/face/look_plan.ts";

const range = { ...card.search, side: card.input.width };

function counts(width: number, height: number, smallestFace: number): number[] {
  return lookPlan(width, height, smallestFace, range).map((level) => level.length);
}

Deno.test("lookPlan() takes one look where the whole frame shows faces of the smallest size", () => {
  assert.deepEqual(counts(512, 512, 20), [1]);
  assert.deepEqual(counts(48, 48, 20), [1]);
  assert.deepEqual(counts(4000, 3000, Infinity), [1]);
});

Deno.test("lookPlan() searches no finer than the smallest face asks for", () => {
  assert.deepEqual(counts(640, 480, 20), [1, 6]);
  assert.deepEqual(counts(1920, 1080, 20), [1, 45]);
  assert.deepEqual(counts(1920, 1080, 60), [1, 6]);
});

for (const smallestFace of [12, 20, 100]) {
  Deno.test(`lookPlan() leaves no size of face from ${smallestFace} pixels out in any frame`, () => {
    for (let width = 100; width < 30_000; width = Math.ceil(1.01 * width)) {
      const height = Math.max(smallestFace, Math.round(width / 16));
      const levels = lookPlan(width, height, smallestFace, range);
      let seen = Infinity;
      for (const [look] of levels) {
        const zoom = range.side / Math.max(look!.region.width, look!.region.height);
        const { largestFace } = look!;
        assert(largestFace >= seen, `${width}: faces of ${largestFace} to ${seen} are missed`);
        seen = range.smallest / zoom;
      }
      // Where the whole alone is searched, it shows them at times.
      if (levels.length === 1) seen *= range.faintest / range.smallest;
      assert(seen <= smallestFace + 1e-9, `${width}: faces of less than ${seen} are missed`);
    }
  });
}

Deno.test("lookPlan() looks once at a frame that is too narrow for any face", () => {
  assert.deepEqual(counts(12_600_000, 1, 20), [1]);
  assert.deepEqual(counts(19, 600_000, 20), [1]);
});
