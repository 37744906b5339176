import assert from "node:assert/strict";
import type { Box } from "../../src/geometry.ts";
import { placeLegend } from "../../src/draw/place_legend.ts";

const picture = { width: 400, height: 300 }, entry = { width: 90, height: 20 };
const top: Box = { x: 0, y: 0, width: 400, height: 60 };
const bottom: Box = { x: 0, y: 240, width: 400, height: 60 };

Deno.test("placeLegend() takes the corner that hides no face, and stays there", () => {
  assert.equal(placeLegend(2, entry, picture, []).place, "bottom left");
  assert.equal(placeLegend(2, entry, picture, [bottom]).place, "top left");
  const faces = [{ x: 0, y: 0, width: 10, height: 10 }];
  assert.equal(
    placeLegend(2, entry, picture, faces, { preferred: "top right" }).place,
    "top right",
  );
});

Deno.test("placeLegend() goes below a picture that has a face in each corner, if it may", () => {
  assert.notEqual(placeLegend(5, entry, picture, [top, bottom]).place, "below");
  const { place, box, entries } = placeLegend(30, entry, picture, [top, bottom], {
    mayGoBelow: true,
  });
  assert.equal(place, "below");
  assert.deepEqual(box, { x: 0, y: 300, width: 400, height: 8 * 20 });
  assert.equal(entries.length, 30);
});

Deno.test("placeLegend() covers at most two fifths of a picture, in rows of equal columns", () => {
  for (const count of [1, 4, 5, 23, 24, 25, 400]) {
    const { box, entries } = placeLegend(count, entry, picture, []);
    assert.ok(box.height <= 0.4 * picture.height);
    assert.equal(entries.length, Math.min(count, 24));
    for (const { x, y } of entries) {
      assert.ok(x >= box.x && x + entry.width <= box.x + box.width);
      assert.ok(y >= box.y && y + entry.height <= box.y + box.height);
    }
  }
});
