import { setImmediate } from "node:timers";
import { abortable } from "../async/abortable.ts";

/** How often sockets and timers get a chance. A body arrives in pieces, one piece each time. */
const looks = 16;

/**
 * Gives turns, one at a time, first come first served. Networks and decoders run on the thread that
 * answers requests, so before each turn the thread handles its sockets and timers.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Waits for a turn.
   *
   * @param signal Gives up the wait.
   * @returns The turn. Dispose it to let the next one work.
   * @throws The signal's reason.
   */
  async take(signal?: AbortSignal): Promise<Disposable> {
    const turn = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    this.#waiting++;
    try {
      await (signal ? abortable(turn, signal) : turn);
    } catch (error) {
      // A turn that was given up is passed on when it comes.
      void turn.then(resolve);
      throw error;
    } finally {
      this.#waiting--;
    }
    for (let i = 0; i < looks; i++) await new Promise((look) => setImmediate(look));
    return { [Symbol.dispose]: resolve };
  }
}
