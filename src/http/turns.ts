import { setImmediate } from "node:timers";
import { unlessAborted } from "../async/unless_aborted.ts";

/** How often. A body comes in pieces, of which each look takes one. */
const looks = 16;

/**
 * One at a time, first come first served. Networks and decoders run on the thread that answers
 * requests, so before each turn the thread looks at its sockets and timers.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** How many wait for their turn now. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Waits for its turn and works.
   *
   * @param work What to do in the turn.
   * @param signal Gives the turn up while it has not come.
   * @returns What `work` gives.
   * @throws The signal's reason, or what `work` throws.
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#last;
    const { promise, resolve: done } = Promise.withResolvers<void>();
    this.#last = promise;
    this.#waiting++;
    try {
      await unlessAborted(turn, signal).finally(() => this.#waiting--);
      for (let i = 0; i < looks; i++) await new Promise((resolve) => setImmediate(resolve));
      return await work();
    } finally {
      // Whoever gives up before its turn passes it on when it comes.
      void turn.then(done);
    }
  }
}
