import { abortable } from "./abortable.ts";
import { timeLimit } from "./time_limit.ts";

/**
 * Waits for a promise for a limited time.
 *
 * @param promise What to wait for. Its later rejection is ignored.
 * @param milliseconds How long to wait.
 * @returns The promise's value.
 * @throws {DOMException} With the name `TimeoutError` when the time is up.
 *
 * @example
 * ```ts
 * import { deadline } from "./deadline.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(await deadline(Promise.resolve(1), 1000), 1);
 * await assert.rejects(() => deadline(new Promise(() => {}), 10), { name: "TimeoutError" });
 * ```
 */
export async function deadline<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  using limit = timeLimit(milliseconds);
  return await abortable(promise, limit.signal);
}
