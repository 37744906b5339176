/**
 * Starts a clock.
 *
 * @param milliseconds How long it runs.
 * @param reason Makes the signal's reason when the time is up.
 * @returns A signal that fires then. Dispose it to stop the clock.
 */
export function timeLimit(
  milliseconds: number,
  reason: () => Error,
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason()), milliseconds);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}
