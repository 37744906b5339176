import assert from "node:assert/strict";
import { filledBox, outlinedBox } from "../../src/draw/rounded_box.ts";

function area(masks: readonly { alpha: Uint8Array }[]): number {
  return masks.reduce((sum, { alpha }) => sum + alpha.reduce((s, a) => s + a, 0) / 255, 0);
}

Deno.test("filledBox() has the area of a rounded box", () => {
  const exact = 60 * 40 - (4 - Math.PI) * 10 ** 2;
  assert.ok(Math.abs(area([filledBox({ x: 3, y: 5, width: 60, height: 40 }, 10)]) - exact) < 2);
});

Deno.test("outlinedBox() is the filled box less the one within it", () => {
  const outer = filledBox({ x: 0, y: 0, width: 60, height: 40 }, 10);
  const inner = filledBox({ x: 4, y: 4, width: 52, height: 32 }, 6);
  const sides = outlinedBox({ x: 0, y: 0, width: 60, height: 40 }, 10, 4);
  assert.equal(sides.length, 4);
  assert.ok(Math.abs(area(sides) - (area([outer]) - area([inner]))) < 2);
});

Deno.test("outlinedBox() draws no pixel twice and does not grow with the box", () => {
  const box = { x: -20, y: 7, width: 1000, height: 600 };
  const seen = new Set<string>();
  let pixels = 0;
  for (const { x, y, width, height } of outlinedBox(box, 12, 4)) {
    pixels += width * height;
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) seen.add(`${column},${row}`);
    }
  }
  assert.equal(seen.size, pixels);
  assert.ok(pixels < 2 * (1000 + 600) * 12);
});

Deno.test("outlinedBox() fits into boxes smaller than its line", () => {
  for (const [width, height] of [[1, 1], [3, 20], [20, 2]] as const) {
    const [mask, ...rest] = outlinedBox({ x: 0, y: 0, width, height }, 9, 6);
    assert.equal(rest.length, 0);
    assert.equal(mask!.alpha.length, width * height);
    assert.ok(mask!.alpha.some((a) => a > 0));
  }
});
