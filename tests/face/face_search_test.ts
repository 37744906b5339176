import assert from "node:assert/strict";
import { FaceSearch } from "../../src/face/face_search.ts";
import type { Box } from "../../src/geometry.ts";

const size = { width: 1280, height: 720 };
const face: Box = { x: 100, y: 100, width: 90, height: 90 };

/** Passes of the networks in close looks: one of the full range costs 3.4 of the short range. */
function cost({ near, looks }: { near: readonly Box[]; looks: readonly unknown[] }): number {
  return near.length + 3.4 * looks.length;
}

for (const fps of [15, 25, 30, 60]) {
  Deno.test(`FaceSearch searches everywhere twice a second at ${fps} frames a second, for half as much again`, () => {
    const search = new FaceSearch("auto");
    let total = 0, close = 0, last = 0, tiles = 0;
    for (let i = 0; i < 20 * fps; i++) {
      const time = i / fps;
      const where = search.next({ ...size, time })!;
      if (where.looks.some(({ largestFace }) => largestFace === Infinity)) {
        assert(time - last < 0.5 + 1e-9, `${time - last} s`);
        last = time;
      } else tiles += where.looks.length;
      if (i > fps) {
        total += cost(where);
        close += where.near.length;
      }
      search.update({ time, faces: [{ box: face }] });
    }
    // At few frames a second half a second is kept rather than the cost.
    if (fps >= 25) assert(total <= 1.5 * close, `${total / close}`);
    if (fps >= 25) assert(tiles > 0);
  });
}

Deno.test("FaceSearch searches everywhere after a face is lost, and near it for a second", () => {
  const search = new FaceSearch("auto");
  search.next({ ...size, time: 0 });
  search.update({ time: 0, faces: [{ box: face }] });
  assert.deepEqual(search.next({ ...size, time: 0.04 })!.looks, []);
  search.update({ time: 0.04, faces: [] });
  const { near, looks } = search.next({ ...size, time: 0.08 })!;
  assert.deepEqual([near, looks.length], [[face], 1]);
  search.update({ time: 0.08, faces: [] });
  assert.deepEqual(search.next({ ...size, time: 0.12 })!.looks, []);
  assert.deepEqual(search.next({ ...size, time: 1.1 })!.near, []);
});

Deno.test("FaceSearch forgets faces at a cut and when the size changes", () => {
  for (const [next, isCut] of [[size, true], [{ width: 640, height: 480 }, false]] as const) {
    const search = new FaceSearch("auto");
    search.next({ ...size, time: 0 });
    search.update({ time: 0, faces: [{ box: face }] });
    if (isCut) search.forget();
    const { near, looks } = search.next({ ...next, time: 0.04 })!;
    assert.deepEqual([near.length, looks.length], [0, 1]);
  }
});

Deno.test("FaceSearch visits every tile in turn, sooner with nobody in view, none if it is fast", () => {
  const visit = (effort: "auto" | "fast"): Set<string> => {
    const search = new FaceSearch(effort);
    const seen = new Set<string>();
    for (let i = 0; i < 125; i++) {
      const time = i / 25;
      for (const { region } of search.next({ ...size, time })!.looks) {
        seen.add(JSON.stringify(region));
      }
      search.update({ time, faces: [] });
    }
    return seen;
  };
  assert.equal(visit("auto").size, 1 + 18);
  assert.equal(visit("fast").size, 1);
});

Deno.test("FaceSearch leaves every frame to the detector if it is thorough", () => {
  assert.equal(new FaceSearch("thorough").next({ ...size, time: 0 }), undefined);
});
