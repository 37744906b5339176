import type { Box } from "../geometry.ts";
import type { Mask } from "./paint.ts";

/**
 * The mask of a filled rectangle with rounded corners.
 *
 * @param box The rectangle, in whole pixels.
 * @param radius Radius of the corners in pixels.
 * @returns The mask.
 *
 * @example
 * ```ts
 * import { filledBox } from "./rounded_box.ts";
 * import assert from "node:assert/strict";
 *
 * const { alpha } = filledBox({ x: 7, y: 7, width: 9, height: 9 }, 4);
 * assert.equal(alpha[4 * 9 + 4], 255);
 * assert.equal(alpha[0], 0);
 * ```
 */
export function filledBox(box: Box, radius: number): Mask {
  return draw(box, (x, y) => 0.5 - distance(box, radius, x, y));
}

/**
 * The masks of the outline of a rectangle with rounded corners: its four sides.
 *
 * @param box The outer edge, in whole pixels.
 * @param radius Radius of the outer corners in pixels.
 * @param line Width of the line in pixels.
 * @returns The masks, which do not overlap.
 *
 * @example
 * ```ts
 * import { outlinedBox } from "./rounded_box.ts";
 * import assert from "node:assert/strict";
 *
 * const sides = outlinedBox({ x: 0, y: 0, width: 10, height: 8 }, 0, 2);
 * const painted = sides.reduce((sum, { alpha }) => sum + alpha.filter((a) => a === 255).length, 0);
 * assert.equal(painted, 10 * 8 - 6 * 4);
 * ```
 */
export function outlinedBox(box: Box, radius: number, line: number): Mask[] {
  const { x, y, width, height } = box;
  const alpha = (px: number, py: number): number => {
    const d = distance(box, radius, px, py);
    return Math.min(0.5 - d, 0.5 + d + line);
  };
  const depth = Math.ceil(Math.max(line, radius));
  if (2 * depth >= Math.min(width, height)) return [draw(box, alpha)];
  const inner = height - 2 * depth;
  return [
    { x, y, width, height: depth },
    { x, y: y + height - depth, width, height: depth },
    { x, y: y + depth, width: depth, height: inner },
    { x: x + width - depth, y: y + depth, width: depth, height: inner },
  ].map((side) => draw(side, alpha));
}

/** Signed distance from a point to the edge of a rounded box, negative inside. */
function distance({ x, y, width, height }: Box, radius: number, px: number, py: number): number {
  // ref: Inigo Quilez, "2D distance functions", rounded box.
  const round = Math.min(radius, width / 2, height / 2);
  const dx = Math.abs(px - x - width / 2) - width / 2 + round;
  const dy = Math.abs(py - y - height / 2) - height / 2 + round;
  // The square root is needed only at the corners.
  return (dx > 0 && dy > 0 ? Math.sqrt(dx * dx + dy * dy) : Math.max(dx, dy)) - round;
}

function draw(box: Box, alphaAt: (x: number, y: number) => number): Mask {
  const { x, y, width, height } = box;
  const alpha = new Uint8Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const value = alphaAt(x + column + 0.5, y + row + 0.5);
      alpha[i] = Math.round(Math.min(Math.max(value, 0), 1) * 255);
    }
  }
  return { ...box, alpha };
}
