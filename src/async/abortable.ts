/**
 * Waits for a promise until a signal fires.
 *
 * @param promise What to wait for. Its later rejection is ignored.
 * @param signal Ends the wait.
 * @returns The promise's value.
 * @throws The signal's reason, or the promise's rejection.
 *
 * @example
 * ```ts
 * import { abortable } from "./abortable.ts";
 * import assert from "node:assert/strict";
 *
 * const never = new Promise(() => {});
 * await assert.rejects(() => abortable(never, AbortSignal.abort(new Error("Stopped"))), /Stopped/);
 * ```
 */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
