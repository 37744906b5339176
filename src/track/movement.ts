import type { MovementIn } from "../face/face_search.ts";
import type { Box } from "../geometry.ts";
import { gridColumns, gridRows } from "./scene_grid.ts";

/** Where brightness changes by more than this, and by so much more than it does as a rule, something moves. */
const minChange = 0.01, unusualFactor = 4;
/** What is the rule is the mean over about so many seconds. */
const ruleS = 2;

/** Notices where in a video something begins to move. */
export class Movement {
  #last: Float32Array | undefined;
  #time = 0;
  readonly #usual = new Float32Array(gridColumns * gridRows);

  /**
   * Takes the next frame.
   *
   * @param grid Its `sceneGrid`.
   * @param time Seconds since the start of the source.
   * @returns What has moved since the frame before, as the sum of the changes of brightness.
   */
  update(grid: Float32Array, time: number): MovementIn {
    const last = this.#last, weight = Math.min(Math.max(time - this.#time, 0) / ruleS, 1);
    this.#last = grid;
    this.#time = time;
    if (last === undefined) return () => 0;
    const moved = grid.map((value, i) => {
      const change = Math.abs(value - last[i]!), usual = this.#usual[i]!;
      this.#usual[i] = usual + weight * (change - usual);
      return change < minChange ? 0 : Math.max(change - unusualFactor * usual, 0);
    });
    return (region) => sumIn(moved, region);
  }
}

function sumIn(grid: Float32Array, { x, y, width, height }: Box): number {
  const left = Math.max(Math.floor(x * gridColumns), 0),
    top = Math.max(Math.floor(y * gridRows), 0);
  const right = Math.min(Math.ceil((x + width) * gridColumns), gridColumns);
  const bottom = Math.min(Math.ceil((y + height) * gridRows), gridRows);
  let sum = 0;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) sum += grid[row * gridColumns + column]!;
  }
  return sum;
}
