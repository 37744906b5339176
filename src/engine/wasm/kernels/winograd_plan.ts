import { type Tiling, tilingOf } from "../choose_method.ts";
import { FLOAT, LANES, roundUp } from "../layout.ts";
import type { Convolution, Size } from "../operation.ts";
import type { Step } from "../step.ts";
import { MOST_ROWS } from "./multiply_block.ts";

/** At most this many multiply-adds per sum are unrolled. */
const MOST_DEPTH = 32;
/** Size of a transformed group in bytes, chosen to stay in the second-level cache. */
const GROUP_BYTES = 192 * 1024;
/** Bytes between the matrices of two points, so that they do not compete for the same cache lines. */
const SPACING = 64;

/** How a Winograd convolution is split into groups and blocks. */
export interface WinogradPlan extends Tiling {
  /** Points of a tile. Each is a matrix product of its own. */
  readonly points: number;
  /** Tiles in a group, which are transformed together before they are multiplied. */
  readonly group: number;
  /** The tiles of a block, in parts whose sums fit the registers. */
  readonly block: readonly number[];
  /** Tiles in a block. */
  readonly blockTiles: number;
  /** Input channels that a kernel multiplies at once: all, or a multiple of four. */
  readonly depth: number;
  /** How many times the kernel runs to cover all input channels. */
  readonly depths: number;
  /** Numbers between the rows of a block. */
  readonly pitch: number;
  /** Bytes of the transformed tiles of a block. */
  readonly inputBlockBytes: number;
  /** Bytes of the products of a block. */
  readonly outputBlockBytes: number;
  /** Bytes from the transformed tiles of one point to those of the next. */
  readonly inputPointBytes: number;
  /** Bytes from the products of one point to those of the next. */
  readonly outputPointBytes: number;
}

/** Plans a Winograd convolution. */
export function planWinograd(
  { action }: Step<Convolution>,
  input: Size,
  outputs: number,
): WinogradPlan {
  const tiling = tilingOf(action.window, input), points = (tiling.side + 2) ** 2;
  const tiles = tiling.rows * tiling.columns;
  const depths = Math.ceil(input.channels / MOST_DEPTH);
  const depth = depths === 1 ? input.channels : roundUp(Math.ceil(input.channels / depths), 4);
  const pitch = roundUp(depth, 4), columns = roundUp(outputs, LANES);
  const isOneBlock = tiles < 2 * MOST_ROWS;
  const blockTiles = isOneBlock ? tiles : MOST_ROWS;
  const block = isOneBlock && tiles > MOST_ROWS
    ? [Math.ceil(tiles / 2), Math.floor(tiles / 2)]
    : [blockTiles];
  const blockBytes = points * blockTiles * (depths * pitch + columns) * FLOAT;
  const blocks = isOneBlock ? 1 : Math.min(
    Math.max(1, Math.floor(GROUP_BYTES / blockBytes)),
    Math.floor(tiles / MOST_ROWS),
  );
  const inputBlockBytes = blockTiles * depths * pitch * FLOAT;
  const outputBlockBytes = blockTiles * columns * FLOAT;
  return {
    ...tiling,
    points,
    group: blocks * blockTiles,
    block,
    blockTiles,
    depth,
    depths,
    pitch,
    inputBlockBytes,
    outputBlockBytes,
    inputPointBytes: blocks * inputBlockBytes + SPACING,
    outputPointBytes: blocks * outputBlockBytes + SPACING,
  };
}

/** How much scratch memory a Winograd convolution needs, in bytes. */
export function winogradScratch(plan: WinogradPlan): number {
  return plan.points * (plan.inputPointBytes + plan.outputPointBytes);
}
