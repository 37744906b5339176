/** A timer that fires later than this was held up by a busy thread, which also held up what it watches. */
const lateMs = 500;

/**
 * Gives up waiting when nothing happens for some time.
 *
 * @example
 * ```ts
 * import { StallWatch } from "./stall_watch.ts";
 * import assert from "node:assert/strict";
 *
 * const watch = new StallWatch(10, () => new Error("Nothing came"));
 * await assert.rejects(() => watch.during(new Promise(() => {})), /Nothing came/);
 * ```
 */
export class StallWatch {
  readonly #stallMs: number;
  readonly #error: () => Error;
  #activeAt = 0;

  /**
   * @param stallMs Milliseconds without activity after which to give up.
   * @param error Makes the error.
   */
  constructor(stallMs: number, error: () => Error) {
    this.#stallMs = stallMs;
    this.#error = error;
  }

  /** Says that something has happened. */
  touch(): void {
    this.#activeAt = performance.now();
  }

  /**
   * Waits for a promise.
   *
   * @param promise What to wait for. Its later rejection is ignored.
   * @returns Its value.
   * @throws The error, if nothing happens for too long meanwhile.
   */
  async during<T>(promise: Promise<T>): Promise<T> {
    const stalled = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout>;
    const wait = (milliseconds: number): void => {
      const dueAt = performance.now() + milliseconds;
      timer = setTimeout(() => {
        const now = performance.now();
        if (now > dueAt + lateMs) this.#activeAt = now;
        const leftMs = this.#activeAt + this.#stallMs - now;
        leftMs > 0 ? wait(leftMs) : stalled.reject(this.#error());
      }, milliseconds);
    };
    this.touch();
    wait(this.#stallMs);
    try {
      return await Promise.race([promise, stalled.promise]);
    } finally {
      clearTimeout(timer!);
    }
  }
}
