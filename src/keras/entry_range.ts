import type { Graph } from "../model/graph.ts";

/** The numbers that stand for black and white. */
export type PixelRange = readonly [low: number, high: number];

/** The ranges that pixels usually have in training. */
export const USUAL_RANGES: readonly PixelRange[] = [[0, 1], [-1, 1], [0, 255]];

/** What layers at a network's start usually make of pixels: centred by a mean, or not. */
const USUAL_RESULTS: readonly PixelRange[] = [
  ...USUAL_RANGES,
  ...[[-0.5, 0.5], [-2, 2], [-127.5, 127.5]] as const,
];

/** Further from a usual result than this, in its width, a range is not taken. */
const FURTHEST = 0.6;
/** The next best range must be further away by this. */
const LEAD = 0.2;

/**
 * Infers the range of a network's pixels from the `Rescaling` and `Normalization` at its start.
 *
 * @param graph The network.
 * @returns The usual range that these layers bring nearest to what networks compute with, or undefined
 * if there are no such layers or it is not clear.
 *
 * @example
 * ```ts
 * import { entryRange } from "./entry_range.ts";
 * import assert from "node:assert/strict";
 *
 * const shape = [48, 48, 1], scale = 1 / 127.5, offset = -1;
 * const input = { name: "in", op: "InputLayer", attributes: {}, inputs: [], shape, weights: {} };
 * const rescaling = { ...input, name: "r", op: "Rescaling", attributes: { scale, offset }, inputs: ["in"] };
 * assert.deepEqual(entryRange({ nodes: [input, rescaling], outputs: ["r"] }), [0, 255]);
 * ```
 */
export function entryRange({ nodes: [, ...nodes] }: Graph): PixelRange | undefined {
  let scale = 1, offset = 0;
  for (const { op, attributes } of nodes) {
    if (op !== "Rescaling") break;
    const factor = meanOf(attributes.scale ?? 1);
    [scale, offset] = [scale * factor, offset * factor + meanOf(attributes.offset ?? 0)];
  }
  const [best, next] = USUAL_RANGES.map((range) => {
    const ends = range.map((pixel) => scale * pixel + offset).toSorted((a, b) => a - b);
    return { range, distance: Math.min(...USUAL_RESULTS.map((usual) => distance(ends, usual))) };
  }).toSorted((a, b) => a.distance - b.distance);
  const isClear = best!.distance < FURTHEST && next!.distance > best!.distance + LEAD;
  return isClear ? best!.range : undefined;
}

/** How far both ends of a range are from those of another, in widths of the other. */
function distance(ends: readonly number[], [low, high]: PixelRange): number {
  return (Math.abs(ends[0]! - low) + Math.abs(ends[1]! - high)) / (high - low);
}

function meanOf(value: unknown): number {
  const numbers = [value].flat().map(Number);
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
