/**
 * The index in the source of a frame that ffmpeg sampled.
 *
 * @param count How many sampled frames came before it.
 * @param outputRate Frames per second after sampling.
 * @param rate Frames per second of the source, at least `outputRate`.
 * @param from Where the sampling starts, in seconds of the source.
 * @returns The index of the last source frame that is not later than the sample.
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
