/**
 * Lists the errors in what `using` throws: that of the body, and those of disposals after it.
 *
 * @param error Anything that was thrown.
 * @returns The errors in the order in which they were thrown.
 *
 * @example
 * ```ts
 * import { errorsOf } from "./errors_of.ts";
 * import assert from "node:assert/strict";
 *
 * const suppressed = new SuppressedError("the sound failed", "the reader has gone");
 * assert.deepEqual(errorsOf(suppressed), ["the reader has gone", "the sound failed"]);
 * ```
 */
export function errorsOf(error: unknown): unknown[] {
  if (!(error instanceof SuppressedError)) return [error];
  return [...errorsOf(error.suppressed), ...errorsOf(error.error)];
}
