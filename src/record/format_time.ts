/**
 * Formats seconds as a clock: `0:07.480`, `1:02:03.000`.
 *
 * @param seconds Seconds, 0 or more.
 * @param digits Digits after the point. @default {3}
 * @returns The time.
 *
 * @example
 * ```ts
 * import { formatTime } from "./format_time.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatTime(62.5), "1:02.500");
 * assert.equal(formatTime(3723, 0), "1:02:03");
 * ```
 */
export function formatTime(seconds: number, digits = 3): string {
  const units = 10 ** digits;
  const total = Math.round(seconds * units);
  const minutes = Math.floor(total / units / 60);
  const rest = (total / units - minutes * 60).toFixed(digits).padStart(
    digits ? digits + 3 : 2,
    "0",
  );
  const hours = Math.floor(minutes / 60);
  const clock = `${String(minutes % 60).padStart(hours ? 2 : 1, "0")}:${rest}`;
  return hours ? `${hours}:${clock}` : clock;
}
