import { Problem } from "./problem.ts";

/** A body that is arriving. */
export interface Arrival extends Disposable {
  /** Fires if it must give way to others. */
  readonly signal: AbortSignal;
  /** Notes that so many bytes more are held for it. */
  hold(bytes: number): void;
}

/**
 * The bodies that are arriving or wait for their turn. If they become too many or too large, the one that
 * has been arriving for longest gives way: a client that sends slowly cannot keep out those that do not.
 */
export class Arrivals {
  readonly #mostBodies: number;
  readonly #mostBytes: number;
  readonly #open = new Map<AbortController, number>();
  #bytes = 0;

  /**
   * @param mostBodies How many there may be.
   * @param mostBytes How many bytes they may take together.
   */
  constructor(mostBodies: number, mostBytes: number) {
    this.#mostBodies = mostBodies;
    this.#mostBytes = mostBytes;
  }

  /** How many there are. */
  get count(): number {
    return this.#open.size;
  }

  /** The bytes that are held for them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a body, until it is disposed. */
  add(): Arrival {
    const stop = new AbortController();
    this.#open.set(stop, 0);
    this.#makeRoom();
    return {
      signal: stop.signal,
      hold: (bytes) => {
        const held = this.#open.get(stop);
        if (held === undefined) return;
        this.#open.set(stop, held + bytes);
        this.#bytes += bytes;
        this.#makeRoom();
      },
      [Symbol.dispose]: () => this.#remove(stop),
    };
  }

  #makeRoom(): void {
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= this.#mostBodies && this.#bytes <= this.#mostBytes) return;
      this.#remove(oldest);
      oldest.abort(
        new Problem("busy", "Cannot read body: it arrives too slowly while others wait", {
          "retry-after": "1",
          "connection": "close",
        }),
      );
    }
  }

  #remove(stop: AbortController): void {
    this.#bytes -= this.#open.get(stop) ?? 0;
    this.#open.delete(stop);
  }
}
