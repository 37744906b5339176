import assert from "node:assert/strict";
import { FaceSearch, type MovementIn } from "../../src/face/face_search.ts";
import type { Look } from "../../src/face/look_plan.ts";
import type { Box } from "../../src/geometry.ts";

const size = { width: 1280, height: 720 };
const face: Box = { x: 100, y: 100, width: 90, height: 90 };

/**
 * What the networks cost, in close looks: to follow a face and name its emotion takes 2.4, a search with
 * the full range and its candidates 4.5.
 */
function cost({ near, looks }: { near: readonly Box[]; looks: readonly unknown[] }): number {
  return 2.4 * near.length + 4.5 * looks.length;
}

for (const fps of [1, 2, 5, 10, 15, 25, 30, 60]) {
  for (const missedEvery of [Infinity, 5, 2]) {
    const missed = missedEvery === Infinity
      ? ""
      : `, though a face is missed in one of ${missedEvery}`;
    Deno.test(`FaceSearch searches everywhere twice a second and all tiles in turn, at ${fps} frames a second${missed}`, () => {
      const search = new FaceSearch("auto");
      let total = 0, follow = 0, last = 0;
      const visits = new Map<string, number>();
      for (let i = 0; i <= 40 * fps; i++) {
        const time = i / fps;
        const where = search.next({ ...size, time })!;
        for (const { region, largestFace } of where.looks) {
          if (largestFace === Infinity) {
            assert(time - last <= Math.max(0.5, 1 / fps) + 1e-9, `${time - last} s`);
            last = time;
          } else {
            const key = JSON.stringify(region), before = visits.get(key) ?? 0;
            assert(time - before < (missedEvery > 5 ? 6 : 10), `${time - before} s without ${key}`);
            visits.set(key, time);
          }
        }
        if (time > 1) {
          total += cost(where);
          follow += 2.4;
        }
        search.update({ time, faces: i % missedEvery === 1 ? [] : [{ box: face }] });
      }
      assert.equal(visits.size, 18);
      // At fewer frames a second the searches are as many.
      const mostShare = 1 + 0.5 * Math.max(1, 25 / fps);
      assert(total <= 1.02 * mostShare * follow, `${total / follow}`);
    });
  }
}

for (const [width, height] of [[640, 480], [1280, 720], [1920, 1080], [3840, 2160]] as const) {
  Deno.test(`FaceSearch looks at once where something has moved in ${width}x${height}`, () => {
    for (let seed = 0; seed < 40; seed++) {
      const search = new FaceSearch("auto");
      const face: Box = {
        x: width * (0.02 + (seed * 0.377) % 0.93),
        y: height * (0.02 + (seed * 0.618) % 0.91),
        width: 26,
        height: 26,
      };
      const shows = ({ x, y, width, height }: Box) =>
        x <= face.x && y <= face.y && x + width >= face.x + 26 && y + height >= face.y + 26;
      const touches = (region: Box) =>
        region.x < (face.x + 26) / width && region.y < (face.y + 26) / height &&
        region.x + region.width > face.x / width && region.y + region.height > face.y / height;
      const comesAt = 250 + seed;
      for (let i = 0; i <= comesAt; i++) {
        const movement = (region: Box) => i === comesAt && touches(region) ? 0.15 : 0;
        const { looks } = search.next({ width, height, time: i / 25, movement })!;
        const isSeen = looks.some((look) => look.largestFace < 200 && shows(look.region));
        assert(isSeen || i < comesAt, `${seed}`);
        search.update({ time: i / 25, faces: [{ box: { ...face, x: 9, y: 9 } }] });
      }
    }
  });
}

Deno.test("FaceSearch visits every tile in turn though something moves in all of them", () => {
  const search = new FaceSearch("auto"), visits = new Map<string, number>();
  let total = 0;
  for (let i = 0; i < 40 * 25; i++) {
    const time = i / 25;
    const where = search.next({ ...size, time, movement: () => 0.3 })!;
    for (const { region } of where.looks) visits.set(JSON.stringify(region), time);
    total += cost(where);
    search.update({ time, faces: [{ box: face }] });
    if (time > 6) assert(Math.min(...visits.values()) > time - 6);
  }
  assert.equal(visits.size, 1 + 18);
  assert(total <= 1.52 * 2.4 * 40 * 25, `${total}`);
});

/** The parts other than the whole frame that a plan searches. */
const tilesOf = ({ looks }: { looks: readonly Look[] }): string[] =>
  looks.filter(({ largestFace }) => largestFace < Infinity)
    .map(({ region }) => JSON.stringify(region));

/** Follows as many faces through so many frames, 25 a second, and returns the plans. */
function follow(
  count: number,
  frames: number,
  movementAt: (frame: number) => MovementIn = () => () => 0,
) {
  const search = new FaceSearch("auto");
  const faces = Array.from({ length: count }, (_, i) => ({ box: { ...face, x: 100 * i } }));
  return Array.from({ length: frames }, (_, i) => {
    const where = search.next({ ...size, time: i / 25, movement: movementAt(i) })!;
    search.update({ time: i / 25, faces });
    return where;
  });
}

Deno.test("FaceSearch looks at once at one tile after the other, as often as something moves there", () => {
  const parts = [...new Set(follow(1, 250).flatMap(tilesOf))];
  assert.equal(parts.length, 18);
  const partAt = (frame: number) => frame % 50 === 49 ? parts[(frame - 49) / 50 % 18] : undefined;
  const toPixels = ({ x, y, width, height }: Box) => ({
    ...{ x: x * size.width, y: y * size.height },
    ...{ width: width * size.width, height: height * size.height },
  });
  const plans = follow(1, 2000, (frame) => (region) => {
    const part = partAt(frame);
    return part !== undefined && JSON.stringify(toPixels(region)) === part ? 0.15 : 0;
  });
  for (const [frame, plan] of plans.entries()) {
    const part = partAt(frame);
    assert(part === undefined || tilesOf(plan).includes(part), `${frame}`);
  }
});

Deno.test("FaceSearch remembers where something has moved until it has looked there", () => {
  const plans = follow(1, 325, (frame) => () => frame === 250 ? 0.3 : 0);
  assert.equal(new Set(plans.slice(250).flatMap(tilesOf)).size, 18);
});

Deno.test("FaceSearch lets slight movement change nothing", () => {
  assert.deepEqual(follow(1, 500, (frame) => () => frame % 10 === 0 ? 0.05 : 0), follow(1, 500));
});

Deno.test("FaceSearch searches the more, the more faces it follows", () => {
  const [one, four] = [1, 4].map((count) => {
    const plans = follow(count, 500).slice(250);
    return plans.reduce((sum, { looks }) => sum + looks.length, 0);
  });
  assert(four! > 3 * one!, `${one}, ${four}`);
});

Deno.test("FaceSearch searches as much after a minute without frames as after a second", () => {
  const [second, minute] = [1, 60].map((gapS) => {
    const search = new FaceSearch("auto");
    search.next({ ...size, time: 0 });
    search.update({ time: 0, faces: [{ box: face }] });
    return search.next({ ...size, time: gapS });
  });
  assert.deepEqual(minute, second);
});

Deno.test("FaceSearch looks near the faces of the last result however late it is", () => {
  const search = new FaceSearch("auto");
  search.next({ ...size, time: 0 });
  search.update({ time: 0, faces: [{ box: face }] });
  assert.deepEqual(search.next({ ...size, time: 4 })!.near, [face]);
});

Deno.test("FaceSearch searches everywhere after a face is lost, and near it for a second", () => {
  const search = new FaceSearch("auto");
  search.next({ ...size, time: 0 });
  search.update({ time: 0, faces: [{ box: face }] });
  assert.deepEqual(search.next({ ...size, time: 0.2 })!.looks, []);
  search.update({ time: 0.2, faces: [] });
  const { near, looks } = search.next({ ...size, time: 0.24 })!;
  assert.deepEqual([near, looks.length], [[face], 1]);
  search.update({ time: 0.24, faces: [] });
  assert.deepEqual(search.next({ ...size, time: 0.28 })!.looks, []);
  search.update({ time: 0.28, faces: [] });
  const later = search.next({ ...size, time: 0.46 })!;
  assert.equal(later.looks.length, tilesOf(later).length);
  search.update({ time: 1.1, faces: [] });
  assert.deepEqual(search.next({ ...size, time: 1.14 })!.near, []);
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
