import assert from "node:assert/strict";
import type { Box } from "../../src/geometry.ts";
import { placeLabels } from "../../src/draw/place_labels.ts";

const picture = { width: 400, height: 300 };
const label = { width: 90, height: 18 };

function share(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside({ x, y, width, height }: Box): boolean {
  return x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
}

Deno.test("placeLabels() keeps labels inside the picture, wherever the face is", () => {
  for (let x = -60; x < 420; x += 40) {
    for (let y = -60; y < 320; y += 40) {
      const [place] = placeLabels([{ x, y, width: 70, height: 70 }], [label], picture, 3);
      assert.ok(isInside(place!), `${x},${y}: ${JSON.stringify(place)}`);
    }
  }
});

Deno.test("placeLabels() puts a label below a face at the upper edge", () => {
  const face = { x: 100, y: 2, width: 80, height: 80 };
  assert.deepEqual(placeLabels([face], [label], picture, 3), [{ x: 100, y: 85, ...label }]);
});

Deno.test("placeLabels() puts the label of a face as high as the picture beside it", () => {
  const face = { x: 100, y: 0, width: 120, height: 300 };
  const [place] = placeLabels([face], [label], picture, 3);
  assert.ok(!share(place!, face));
});

Deno.test("placeLabels() separates the labels of faces that are close together", () => {
  const boxes = [0, 1, 2, 3].map((i) => ({ x: 60 + 45 * i, y: 120 + i, width: 40, height: 40 }));
  const places = placeLabels(boxes, boxes.map(() => label), picture, 3);
  for (const [i, a] of places.entries()) {
    assert.ok(places.every((b, j) => i === j || !share(a, b)), `label ${i}`);
    assert.ok(isInside(a));
  }
});

Deno.test("placeLabels() finds a place for every face of a crowd", () => {
  const boxes = Array.from({ length: 60 }, (_, i) => ({
    x: i % 10 * 40,
    y: Math.floor(i / 10) * 50,
    width: 38,
    height: 45,
  }));
  const places = placeLabels(boxes, boxes.map(() => label), picture, 3);
  assert.equal(places.length, 60);
  assert.ok(places.every(isInside));
});
