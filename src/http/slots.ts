/** Counts things that may exist only a limited number of times at once. */
export class Slots {
  readonly #most: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  /** @param most How many slots there are. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many slots are taken. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes a slot.
   *
   * @returns The slot, to be disposed to give it back, or undefined if all are taken.
   */
  take(): Disposable | undefined {
    if (this.#taken >= this.#most) return undefined;
    this.#taken++;
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        if (--this.#taken > 0) return;
        for (const wake of this.#waiting.splice(0)) wake();
      },
    };
  }

  /** Resolves when no slot is taken. */
  async empty(): Promise<void> {
    if (this.#taken > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
