/** What a process used at one moment of a run. */
export interface Sample {
  /** How much of the run was done. */
  readonly done: number;
  /** Seconds since the run began. */
  readonly seconds: number;
  /** Seconds of the processor that the process has used. */
  readonly cpuSeconds: number;
  /** Its resident memory. */
  readonly bytes: number;
}

/** A run: its name, what its `done` counts, and its samples. */
export interface Soak {
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly Sample[];
  /** What else is to be told, such as how many answers there were of each kind. */
  readonly notes: Readonly<Record<string, number>>;
}

/** Memory and rate of one tenth of a run. */
interface Tenth {
  /** The median. */
  readonly bytes: number;
  /** How much was done in a second of the processor's time, which others do not slow down. */
  readonly perCpuSecond: number;
}

/** How many parts a second of the processor's time has. ref: proc(5), sysconf(_SC_CLK_TCK) */
const ticks = 100;

/** Samples a process each second until it is disposed. Linux only. */
export class Sampler implements Disposable {
  readonly samples: Sample[] = [];
  readonly #pid: number;
  readonly #done: () => number;
  readonly #started = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  /**
   * @param pid The process.
   * @param done How much of the run is done.
   */
  constructor(pid: number, done: () => number) {
    this.#pid = pid;
    this.#done = done;
    this.#timer = setInterval(() => this.#sample(), 1000);
  }

  #sample(): void {
    const stat = Deno.readTextFileSync(`/proc/${this.#pid}/stat`).split(") ")[1]!.split(" ");
    const status = Deno.readTextFileSync(`/proc/${this.#pid}/status`);
    const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    if (kilobytes === undefined) return; // It has ended.
    this.samples.push({
      done: this.#done(),
      seconds: Math.round((performance.now() - this.#started) / 100) / 10,
      cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticks,
      bytes: Number(kilobytes) * 1024,
    });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** The first and the last tenth of a run. */
export function ends({ samples }: Soak): [first: Tenth, last: Tenth] {
  const total = samples.at(-1)?.done ?? 0;
  const from = (share: number) => samples.findIndex(({ done }) => done >= total * share);
  return [tenth(samples.slice(0, from(0.1) + 1)), tenth(samples.slice(from(0.9)))];
}

function tenth(samples: readonly Sample[]): Tenth {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const bytes = samples.map((it) => it.bytes).sort((a, b) => a - b)[samples.length >> 1]!;
  return { bytes, perCpuSecond: (last.done - first.done) / (last.cpuSeconds - first.cpuSeconds) };
}
