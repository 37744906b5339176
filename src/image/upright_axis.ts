/** How one axis of an output reads one axis of a plane: some neighbours for each result, weighted. */
export interface UprightAxis {
  /** The first sample that is read. -1 is the border before the plane. */
  readonly first: number;
  /** How many samples there are from the first that is read to the last. */
  readonly length: number;
  /** For each result, the first sample that it reads, counted from `first`. */
  readonly firsts: Int32Array<ArrayBuffer>;
  /** How many each result reads, one after the other. */
  readonly reads: number;
  /** `reads` weights for each result. */
  readonly weights: Float32Array<ArrayBuffer>;
}

/**
 * Plans how one axis is averaged with bilinear taps.
 *
 * @param scale Samples of the plane per result; not 0, mirrored if below.
 * @param shift Where the output begins in the plane.
 * @param results How many results.
 * @param taps Taps per result.
 * @param size How many samples the plane has.
 * @param hasBorder Whether taps outside the plane read its border, not the nearest sample.
 *
 * @example
 * ```ts
 * import { uprightAxis } from "./upright_axis.ts";
 * import assert from "node:assert/strict";
 *
 * const { reads, firsts, weights } = uprightAxis(2, 0, 2, 1, 4, false);
 * assert.deepEqual([reads, [...firsts], [...weights]], [2, [0, 2], [0.5, 0.5, 0.5, 0.5]]);
 * ```
 */
export function uprightAxis(
  scale: number,
  shift: number,
  results: number,
  taps: number,
  size: number,
  hasBorder: boolean,
): UprightAxis {
  const last = size - 1;
  const positionOf = (n: number, tap: number) => {
    const position = scale * (n + (tap + 0.5) / taps) + shift - 0.5;
    if (hasBorder && position < -0.5) return -1;
    if (hasBorder && position >= last + 0.5) return size;
    return Math.min(Math.max(position, 0), last);
  };
  const firstOf = (n: number) => Math.floor(positionOf(n, scale > 0 ? 0 : taps - 1));
  const lastOf = (n: number) => Math.ceil(positionOf(n, scale > 0 ? taps - 1 : 0));
  const [lowest, highest] = scale > 0 ? [0, results - 1] : [results - 1, 0];
  const first = firstOf(lowest), lastRead = lastOf(highest);
  let reads = 1;
  for (let n = 0; n < results; n++) reads = Math.max(reads, lastOf(n) - firstOf(n) + 1);
  const firsts = new Int32Array(results), weights = new Float32Array(results * reads);
  for (let n = 0; n < results; n++) {
    // Where the last results read less, they begin earlier, with weights of 0.
    const from = Math.min(firstOf(n), lastRead + 1 - reads);
    firsts[n] = from - first;
    for (let tap = 0; tap < taps; tap++) {
      const position = positionOf(n, tap), low = Math.floor(position), part = position - low;
      const weight = n * reads + low - from;
      weights[weight]! += (1 - part) / taps;
      if (part > 0) weights[weight + 1]! += part / taps;
    }
  }
  return { first, length: lastRead + 1 - first, firsts, reads, weights };
}
