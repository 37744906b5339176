import assert from "node:assert/strict";
import { type PathCommand, rasterize } from "../../src/draw/rasterize.ts";

function polygon(...points: [number, number][]): PathCommand[] {
  return [
    ...points.map(([x, y], i): PathCommand => ({ type: i === 0 ? "M" : "L", x, y })),
    { type: "Z" },
  ];
}

function area(alpha: Uint8Array): number {
  return alpha.reduce((sum, value) => sum + value, 0) / 255;
}

Deno.test("rasterize() leaves a hole for a contour in the other direction", () => {
  const outer = polygon([0, 0], [4, 0], [4, 4], [0, 4]);
  const hole = polygon([1, 1], [1, 3], [3, 3], [3, 1]);
  const alpha = rasterize([...outer, ...hole], 4, 4);
  assert.equal(area(alpha), 12);
  assert.equal(alpha[1 * 4 + 1], 0);
});

Deno.test("rasterize() counts overlapping contours once", () => {
  const a = polygon([0, 0], [3, 0], [3, 2], [0, 2]), b = polygon([1, 0], [4, 0], [4, 2], [1, 2]);
  assert.deepEqual([...rasterize([...a, ...b], 4, 2)], Array(8).fill(255));
});

Deno.test("rasterize() keeps the area of slanted edges and curves", () => {
  const triangle = polygon([0.3, 0.2], [9.7, 3.1], [2.4, 9.6]);
  const exact = Math.abs((9.7 - 0.3) * (9.6 - 0.2) - (2.4 - 0.3) * (3.1 - 0.2)) / 2;
  assert.ok(Math.abs(area(rasterize(triangle, 10, 10)) - exact) < 0.1);
  // A parabola holds two thirds of the box around it.
  const parabola: PathCommand[] = [
    { type: "M", x: 0, y: 12 },
    { type: "Q", x1: 6, y1: -12, x: 12, y: 12 },
    { type: "Z" },
  ];
  assert.ok(Math.abs(area(rasterize(parabola, 12, 12)) - 96) < 2);
});

Deno.test("rasterize() clips contours to the picture", () => {
  const alpha = rasterize(polygon([-5, -5], [2, -5], [2, 9], [-5, 9]), 3, 2);
  assert.deepEqual([...alpha], [255, 255, 0, 255, 255, 0]);
});
