import type { Box } from "../geometry.ts";

/**
 * Covers a frame with overlapping tiles half as long as the frame's longer side, in which faces are
 * twice as large in the network's input as in the whole frame.
 *
 * @param width Width of the frame in pixels.
 * @param height Height of the frame in pixels.
 * @param smallestFace Side of the smallest face seen in the whole frame, as a fraction of the frame's
 * longer side. Every smaller face lies entirely in one of the tiles.
 * @returns Parts of the frame, row by row: 6 for 4:3 and 16:9, 9 for a square, 3 for a strip.
 *
 * @example
 * ```ts
 * import { tiles } from "./tiles.ts";
 * import assert from "node:assert/strict";
 *
 * const parts = tiles(640, 480, 0.15);
 * assert.equal(parts.length, 6);
 * assert.deepEqual(parts[1], { x: 160, y: 0, width: 320, height: 320 });
 * ```
 */
export function tiles(width: number, height: number, smallestFace: number): Box[] {
  const longer = Math.max(width, height);
  const side = longer / 2, overlap = longer * smallestFace;
  return starts(height, side, overlap).flatMap((y) =>
    starts(width, side, overlap).map((x) => ({
      x,
      y,
      width: Math.min(side, width),
      height: Math.min(side, height),
    }))
  );
}

/** Where tiles start along one axis: as few as overlap enough, evenly spaced. */
function starts(length: number, side: number, overlap: number): number[] {
  const room = Math.max(length - side, 0);
  const steps = Math.ceil(room / (side - overlap));
  return Array.from({ length: steps + 1 }, (_, i) => steps === 0 ? 0 : room * i / steps);
}
