/**
 * Makes a signal that fires some time after another one.
 *
 * @param signal The other one.
 * @param milliseconds How long after it.
 * @returns The signal, with the reason of the other one.
 *
 * @example
 * ```ts
 * import { delayed } from "./delayed.ts";
 * import assert from "node:assert/strict";
 *
 * const controller = new AbortController();
 * const late = delayed(controller.signal, 10);
 * controller.abort("stopped");
 * assert(!late.aborted);
 * await new Promise((resolve) => late.addEventListener("abort", resolve));
 * assert.equal(late.reason, "stopped");
 * ```
 */
export function delayed(signal: AbortSignal, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const start = (): void => void setTimeout(() => controller.abort(signal.reason), milliseconds);
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  return controller.signal;
}
