/**
 * The place in the source of a frame that a sampler let through.
 *
 * @param count How many came before it, from 0.
 * @param outputRate Frames a second that come through.
 * @param rate Frames a second of the source, at least `outputRate`.
 * @param from Seconds of the source that were left out first.
 * @returns Its index among all frames of the source: the last one that is not later than the sample.
 *
 * @example
 * ```ts
 * import { sampledIndex } from "./sampled_index.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sampledIndex(3, 10, 25, 2), 50 + 7);
 * ```
 */
export function sampledIndex(
  count: number,
  outputRate: number,
  rate: number,
  from: number,
): number {
  return Math.ceil(from * rate - 1e-6) + Math.floor(count * rate / outputRate + 1e-6);
}
