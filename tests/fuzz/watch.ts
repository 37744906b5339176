import process from "node:process";

/** What the watchdog sees of the case that runs. */
export interface Watched {
  /** When the case began, in seconds: by the clock, 0 between cases, and of the process's time. */
  readonly began: Float64Array;
  /** What it is, as UTF-8 that ends with a zero. */
  readonly name: Uint8Array;
}

/** Runs cases under a watchdog, a thread that ends the process if one hangs. */
export class Watch implements Disposable {
  readonly #watched: Watched = {
    began: new Float64Array(new SharedArrayBuffer(16)),
    name: new Uint8Array(new SharedArrayBuffer(256)),
  };
  readonly #worker = new Worker(import.meta.resolve("./watchdog.ts"), { type: "module" });
  /** The longest case so far, in seconds of the process's time. */
  longestS = 0;

  constructor() {
    this.#worker.postMessage(this.#watched);
  }

  /** Names the cases that follow. */
  name(text: string): void {
    this.#watched.name.set(new TextEncoder().encode(`${text.slice(0, 200)}\0`));
  }

  /** Runs a case. */
  async run<T>(action: () => T | Promise<T>): Promise<T> {
    const { began } = this.#watched, cpu = seconds();
    began[1] = cpu;
    began[0] = Date.now() / 1000;
    try {
      return await action();
    } finally {
      began[0] = 0;
      this.longestS = Math.max(this.longestS, seconds() - cpu);
    }
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
