import type { Box } from "../geometry.ts";

/** Width and height in pixels. */
export type Size = Pick<Box, "width" | "height">;

/**
 * Finds a place for each face's label: above the face if there is room, else below, beside or inside
 * it, where it hides least of the faces and of the labels placed before.
 *
 * @param boxes The faces.
 * @param labels The labels' sizes in whole pixels, at most the picture's.
 * @param picture The picture's size.
 * @param gap Distance between a box and its label in pixels.
 * @param taken A part of the picture where no label should be.
 * @returns The labels' rectangles in whole pixels, all inside the picture.
 *
 * @example
 * ```ts
 * import { placeLabels } from "./place_labels.ts";
 * import assert from "node:assert/strict";
 *
 * const face = { x: 80, y: 40, width: 20, height: 20 };
 * const [label] = placeLabels([face], [{ width: 30, height: 10 }], { width: 100, height: 80 }, 2);
 * assert.deepEqual(label, { x: 70, y: 28, width: 30, height: 10 });
 * ```
 */
export function placeLabels(
  boxes: readonly Box[],
  labels: readonly Size[],
  picture: Size,
  gap: number,
  taken?: Box,
): Box[] {
  const placed: Box[] = [];
  for (const [i, box] of boxes.entries()) {
    const { width, height } = labels[i]!;
    const right = box.x + box.width, bottom = box.y + box.height;
    const wanted: [x: number, y: number][] = [
      [box.x, box.y - gap - height],
      [right - width, box.y - gap - height],
      [box.x, bottom + gap],
      [right - width, bottom + gap],
      [right + gap, box.y],
      [box.x - gap - width, box.y],
      [right + gap, bottom - height],
      [box.x - gap - width, bottom - height],
      [box.x + gap, box.y + gap],
      [box.x + gap, bottom - gap - height],
    ];
    let best: Box | undefined, bestCost = Infinity;
    for (const [rank, [x, y]] of wanted.entries()) {
      const label = {
        x: Math.round(Math.min(Math.max(x, 0), picture.width - width)),
        y: Math.round(Math.min(Math.max(y, 0), picture.height - height)),
        width,
        height,
      };
      // Worst is a label on another label, then one on another face.
      const hidden = placed.reduce((sum, other) => sum + 4 * overlap(label, other), 0) +
        (taken === undefined ? 0 : 4 * overlap(label, taken)) +
        boxes.reduce((sum, other, j) => sum + (j === i ? 1 : 2) * overlap(label, other), 0);
      const cost = hidden / (width * height) + rank * 0.02;
      if (cost < bestCost) [best, bestCost] = [label, cost];
    }
    placed.push(best!);
  }
  return placed;
}

/**
 * The area common to two rectangles.
 *
 * @param a One.
 * @param b The other.
 * @returns The area in square pixels.
 */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}
