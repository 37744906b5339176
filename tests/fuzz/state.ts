/** What was run of one reader. */
export interface Count {
  cases: number;
  /** How many of them were read rather than refused. */
  read: number;
  peakBytes: number;
}

/** A case that was neither read nor refused. */
export interface Failure {
  readonly reader: string;
  readonly seed: number;
  readonly message: string;
  readonly example?: string;
}

/** What was run so far, kept in a file if there is one. */
export class State {
  readonly #path: string | undefined;
  /** The seed of the first batch. */
  seed = 1;
  /** Which batch it is. */
  batch = 0;
  /** Whether the process ended in this batch. */
  isLost = false;
  readonly counts: Record<string, Count> = {};
  readonly failures: Failure[] = [];

  private constructor(path: string | undefined, seed: number) {
    this.#path = path;
    this.seed = seed;
  }

  static async load(path: string | undefined, seed: number): Promise<State> {
    const state = new State(path, seed);
    const text = path && await Deno.readTextFile(path).catch(() => undefined);
    if (text) Object.assign(state, JSON.parse(text));
    return state;
  }

  /** How many cases were run. */
  get total(): number {
    return Object.values(this.counts).reduce((sum, { cases }) => sum + cases, 0);
  }

  /** Notes that a batch has begun. */
  async begin(): Promise<void> {
    this.isLost = true;
    await this.save();
    this.isLost = false;
  }

  /** Goes on to the next batch. */
  async next(): Promise<void> {
    this.isLost = false;
    this.batch++;
    await this.save();
  }

  /** Adds a failure unless its kind is known. */
  add(failure: Failure): boolean {
    const kind = ({ reader, message }: Failure) => reader + message.replaceAll(/[\d.x]+/g, "");
    if (this.failures.some((known) => kind(known) === kind(failure))) return false;
    this.failures.push(failure);
    return true;
  }

  async save(): Promise<void> {
    if (this.#path !== undefined) await Deno.writeTextFile(this.#path, JSON.stringify(this));
  }
}

/** A count of nothing. */
export function emptyCount(): Count {
  return { cases: 0, read: 0, peakBytes: 0 };
}
