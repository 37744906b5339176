/**
 * Waits for a promise, but not for ever.
 *
 * @param promise What to wait for; whether it rejects later is nobody's concern.
 * @param milliseconds So long at most.
 * @param signal Ends the waiting.
 * @returns What the promise gives, or undefined when the time is over or the signal fires first.
 *
 * @example
 * ```ts
 * import { within } from "./within.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(await within(Promise.resolve(1), 1000), 1);
 * assert.equal(await within(new Promise(() => {}), 10), undefined);
 * ```
 */
export async function within<T>(
  promise: Promise<T>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  if (signal?.aborted) milliseconds = 0;
  const given = Promise.withResolvers<undefined>();
  const give = (): void => given.resolve(undefined);
  const timer = setTimeout(give, milliseconds);
  signal?.addEventListener("abort", give);
  try {
    return await Promise.race([promise, given.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", give);
    promise.catch(() => {});
  }
}
