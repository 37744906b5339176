import { type Box, intersectionOverUnion } from "../geometry.ts";

/** Boxes whose centres are farther apart than so many of their sides are not the same face. */
const maxDistance = 1;
/** Nor are boxes of which one is so many times as wide as the other. */
const maxRatio = 2;

/**
 * Pairs the boxes of one frame with those of an earlier one: the most alike first, by intersection
 * over union less the distance of their centres in sides, each box at most once.
 *
 * @param earlier Boxes of the earlier frame.
 * @param later Boxes of the later frame.
 * @returns For each later box the index of its earlier one, or -1 where there is none near.
 *
 * @example
 * ```ts
 * import { matchBoxes } from "./match_boxes.ts";
 * import assert from "node:assert/strict";
 *
 * const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
 * assert.deepEqual(matchBoxes([box(0), box(30)], [box(31), box(60), box(2)]), [1, -1, 0]);
 * ```
 */
export function matchBoxes(earlier: readonly Box[], later: readonly Box[]): number[] {
  const pairs = later.flatMap((box, to) =>
    earlier.map((other, from) => ({ from, to, likeness: likeness(other, box) }))
  ).filter(({ likeness }) => likeness > -Infinity).sort((a, b) => b.likeness - a.likeness);
  const matches = later.map(() => -1);
  const taken = new Set<number>();
  for (const { from, to } of pairs) {
    if (matches[to] !== -1 || taken.has(from)) continue;
    matches[to] = from;
    taken.add(from);
  }
  return matches;
}

function likeness(one: Box, other: Box): number {
  const side = (one.width + other.width) / 2;
  const distance = Math.hypot(
    one.x + one.width / 2 - other.x - other.width / 2,
    one.y + one.height / 2 - other.y - other.height / 2,
  ) / side;
  const ratio = Math.max(one.width / other.width, other.width / one.width);
  if (!(distance <= maxDistance && ratio <= maxRatio)) return -Infinity;
  return intersectionOverUnion(one, other) - distance;
}
