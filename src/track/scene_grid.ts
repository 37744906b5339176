import type { Frame } from "../image/frame.ts";
import { sampleLuma } from "../image/sample_luma.ts";

/** Parts of a frame, in each direction. */
export const gridColumns = 48, gridRows = 36;

/**
 * The brightness of each part of a frame, in which cuts and movement are noticed.
 *
 * @param frame The frame.
 * @returns `gridRows * gridColumns` values, row by row: the mean of each part less that of the frame, -1
 * to 1.
 */
export function sceneGrid(frame: Frame): Float32Array<ArrayBuffer> {
  const scale = [frame.width / gridColumns, 0, 0, 0, frame.height / gridRows, 0] as const;
  const grid = sampleLuma(frame, scale, gridColumns, gridRows);
  const mean = grid.reduce((sum, value) => sum + value, 0) / grid.length;
  return grid.map((value) => value - mean);
}
