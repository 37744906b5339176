/**
 * Starts a timer that fires a signal.
 *
 * @param milliseconds When the signal fires.
 * @param reason Makes the signal's reason. @default {a `TimeoutError`}
 * @returns The signal. Dispose it to stop the timer.
 */
export function timeLimit(
  milliseconds: number,
  reason: () => Error = () => new DOMException("The time is up", "TimeoutError"),
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason()), milliseconds);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}
