/** So many things at the same time and no more. */
export class Slots {
  readonly #most: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  /** @param most How many there are. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many are taken now. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes one.
   *
   * @returns What gives it back when disposed, or undefined if all are taken.
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

  /** Resolves when none is taken. */
  async empty(): Promise<void> {
    if (this.#taken > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
