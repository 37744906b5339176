import { abortable } from "./abortable.ts";
import { deadline } from "./deadline.ts";

/** How long to wait for a source to close that is being read. */
const closingMs = 2000;

/**
 * Works on several items at once and gives the results in the order of the items.
 *
 * @param items The items.
 * @param map Works on one item.
 * @param width How many items to work on at once. With 1, no item is asked for before the result of
 * the one before has been used.
 * @param signal Ends the wait for an item by throwing its reason.
 * @returns The results. An error of an item or of the source comes after the results before it.
 *
 * @example
 * ```ts
 * import { mapInOrder } from "./map_in_order.ts";
 * import assert from "node:assert/strict";
 *
 * async function* delays() {
 *   yield* [20, 0, 10];
 * }
 * const wait = (ms: number) => new Promise((resolve) => setTimeout(() => resolve(ms), ms));
 * assert.deepEqual(await Array.fromAsync(mapInOrder(delays(), wait, 3)), [20, 0, 10]);
 * ```
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  map: (item: Item) => Promise<Result>,
  width: number,
  signal?: AbortSignal,
): AsyncGenerator<Result> {
  const iterator = items[Symbol.asyncIterator]();
  const results: Promise<Result>[] = [];
  let reading: Promise<void> | undefined;
  let end: { readonly error?: unknown } | undefined;

  async function read(): Promise<void> {
    try {
      const { done, value } = await iterator.next();
      if (end !== undefined) return;
      if (done) return void (end = {});
      const result = map(value);
      result.catch(() => {}); // It is thrown when its turn comes.
      results.push(result);
    } catch (error) {
      end ??= { error };
    } finally {
      reading = undefined;
    }
  }

  try {
    for (;;) {
      if (end === undefined && results.length < width) reading ??= read();
      const [first] = results;
      if (first !== undefined) {
        const settled = first.then(() => true, () => true);
        if (await Promise.race(reading ? [settled, reading] : [settled]) !== true) continue;
        results.shift();
        if (width > 1 && end === undefined) reading ??= read();
        yield await first;
      } else if (reading !== undefined) await (signal ? abortable(reading, signal) : reading);
      else if (end !== undefined && "error" in end) throw end.error;
      else return;
    }
  } finally {
    end ??= {};
    const closed = Promise.resolve(iterator.return?.());
    // A source that gives nothing at present does not hold up the end for long.
    if (reading === undefined) await closed;
    else await deadline(closed, closingMs).catch(() => {});
  }
}
