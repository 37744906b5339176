/**
 * Waits for a promise, but not longer than a signal allows.
 *
 * @param promise What to wait for.
 * @param signal Ends the waiting.
 * @returns What the promise gives.
 * @throws The signal's reason, or what the promise is rejected with.
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
