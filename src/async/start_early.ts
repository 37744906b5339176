/**
 * Starts an iteration before anyone asks for its first item.
 *
 * @param items The iteration.
 * @returns The same items. An error of the first one waits until it is asked for.
 *
 * @example
 * ```ts
 * import { startEarly } from "./start_early.ts";
 * import assert from "node:assert/strict";
 *
 * let isStarted = false;
 * async function* numbers() {
 *   isStarted = true;
 *   yield* [1, 2];
 * }
 * const early = startEarly(numbers());
 * assert(isStarted);
 * assert.deepEqual(await Array.fromAsync(early), [1, 2]);
 * ```
 */
export function startEarly<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const first = items.next();
  first.catch(() => {});
  return continueFrom(first, items);
}

async function* continueFrom<T>(
  first: Promise<IteratorResult<T>>,
  rest: AsyncGenerator<T>,
): AsyncGenerator<T> {
  try {
    const { done, value } = await first;
    if (done) return;
    yield value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
