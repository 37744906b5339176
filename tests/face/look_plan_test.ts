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

for (const [width, height] of [[640, 480], [1920, 1080], [12000, 3000], [20000, 400]] as const) {
  Deno.test(`lookPlan() leaves no size of face out in ${width}x${height}`, () => {
    let seen = Infinity;
    for (const [look] of lookPlan(width, height, 20, range)) {
      const zoom = range.side / Math.max(look!.region.width, look!.region.height);
      assert(
        look!.largestFace >= seen,
        `faces between ${look!.largestFace} and ${seen} are missed`,
      );
      seen = range.faintest / zoom;
    }
    assert(seen <= 20);
  });
}

Deno.test("lookPlan() looks once at a frame that is too narrow for any face", () => {
  assert.deepEqual(counts(12_600_000, 1, 20), [1]);
  assert.deepEqual(counts(19, 600_000, 20), [1]);
});
