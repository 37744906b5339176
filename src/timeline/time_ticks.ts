import { formatTime } from "../record/format_time.ts";

/** Round distances between ticks, in seconds. */
const steps = [
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * 60),
];

/** With more ticks the labels would touch. */
const mostTicks = 12;

/**
 * Picks round times for an axis.
 *
 * @param domain First and last second.
 * @returns At most 12 times with their labels, as `m:ss`, with decimals if needed.
 *
 * @example
 * ```ts
 * import { timeTicks } from "./time_ticks.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(timeTicks([50, 100]).slice(0, 3), [[50, "0:50"], [55, "0:55"], [60, "1:00"]]);
 * ```
 */
export function timeTicks([start, end]: readonly [number, number]): [number, string][] {
  const spanS = end - start;
  const days = 86_400 * Math.ceil(spanS / 86_400 / mostTicks);
  const step = steps.find((s) => spanS / s < mostTicks) ?? days;
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  const ticks: [number, string][] = [];
  for (let i = Math.ceil(start / step - 1e-9); i * step <= end + 1e-9; i++) {
    const time = Number((i * step).toFixed(2));
    ticks.push([time, formatTime(time, digits)]);
  }
  return ticks;
}
