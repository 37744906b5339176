import { abortable } from "./abortable.ts";

/**
 * A queue of one: an item that was not taken is replaced by a newer one.
 *
 * @example
 * ```ts
 * import { Newest } from "./newest.ts";
 * import assert from "node:assert/strict";
 *
 * const newest = new Newest<string>();
 * newest.put("old");
 * newest.put("new");
 * assert.equal(await newest.take(), "new");
 * assert.equal(newest.dropped, 1);
 * ```
 */
export class Newest<T extends object | string> {
  #item: T | undefined;
  #end: { error?: unknown } | undefined;
  #waiting: PromiseWithResolvers<T | undefined> | undefined;
  #taken = 0;
  #dropped = 0;

  /** How many items were taken. */
  get taken(): number {
    return this.#taken;
  }

  /** How many items were replaced before they were taken. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Adds an item, or hands it to whoever waits for one.
   *
   * @param item The item.
   * @returns The item that it replaces, if any.
   */
  put(item: T): T | undefined {
    const replaced = this.#item;
    if (replaced !== undefined) this.#dropped++;
    this.#item = item;
    this.#serve();
    return replaced;
  }

  /**
   * Ends the queue: there will be no further item.
   *
   * @param end The error to throw after the last item, if any.
   */
  close(end: { error?: unknown } = {}): void {
    this.#end = end;
    this.#serve();
  }

  /**
   * Waits for an item. Only one caller at a time may wait.
   *
   * @param signal Ends the wait.
   * @returns The newest item, or undefined when the queue has ended.
   * @throws The error that ended the queue, or the signal's reason.
   */
  async take(signal?: AbortSignal): Promise<T | undefined> {
    signal?.throwIfAborted();
    const { promise } = this.#waiting = Promise.withResolvers<T | undefined>();
    this.#serve();
    try {
      return await (signal ? abortable(promise, signal) : promise);
    } finally {
      this.#waiting = undefined;
    }
  }

  #serve(): void {
    if (this.#waiting === undefined) return;
    if (this.#item !== undefined) {
      this.#waiting.resolve(this.#item);
      this.#taken++;
      this.#item = undefined;
    } else if (this.#end === undefined) return;
    else if ("error" in this.#end) this.#waiting.reject(this.#end.error);
    else this.#waiting.resolve(undefined);
    this.#waiting = undefined;
  }
}
