import type { Box } from "../geometry.ts";

/**
 * Covers a frame with overlapping squares.
 *
 * @param width Width of the frame.
 * @param height Height of the frame.
 * @param side Side of the squares, which are cut off where the frame is smaller.
 * @param overlap By how much neighbours overlap at least: whatever is no larger lies whole in one.
 * @returns As few squares as suffice, evenly spaced, row by row.
 *
 * @example
 * ```ts
 * import { tiles } from "./tiles.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(tiles(500, 200, 300, 100), [
 *   { x: 0, y: 0, width: 300, height: 200 },
 *   { x: 200, y: 0, width: 300, height: 200 },
 * ]);
 * ```
 */
export function tiles(width: number, height: number, side: number, overlap: number): Box[] {
  return starts(height, side, overlap).flatMap((y) =>
    starts(width, side, overlap).map((x) => ({
      x,
      y,
      width: Math.min(side, width),
      height: Math.min(side, height),
    }))
  );
}

function starts(length: number, side: number, overlap: number): number[] {
  const room = Math.max(length - side, 0);
  const steps = Math.ceil(room / (side - overlap));
  return Array.from({ length: steps + 1 }, (_, i) => steps === 0 ? 0 : room * i / steps);
}
