// The protocol between the benchmark and its runners, which are child processes: one JSON line per turn.

/** A request to a runner, one JSON line on its standard input. */
export interface Turn {
  /** Index of the first input, which wraps around. */
  first: number;
  /** How many inputs to run. */
  count: number;
  /** Whether to send back the result for the last input. */
  tell: boolean;
}

/** The answer of a runner, one JSON line on its standard output. */
export interface TurnResult {
  /** Milliseconds for all inputs of the turn together. */
  ms: number;
  /** The result for the last input, if requested. */
  result?: unknown;
}

/** Inputs of one size, one after the other in a file, read one at a time to keep memory small. */
export class InputFile {
  readonly #file: Deno.FsFile;
  readonly #bytes: number;
  /** How many inputs the file holds. */
  readonly count: number;

  /**
   * @param path The file.
   * @param bytes Bytes of one input.
   */
  constructor(path: string, bytes: number) {
    this.#file = Deno.openSync(path);
    this.#bytes = bytes;
    this.count = this.#file.statSync().size / bytes;
  }

  /** Reads one input. The index wraps around. */
  read(index: number): Uint8Array {
    const input = new Uint8Array(this.#bytes);
    this.#file.seekSync((index % this.count) * this.#bytes, Deno.SeekMode.Start);
    for (let at = 0; at < input.length;) at += this.#file.readSync(input.subarray(at)) ?? Infinity;
    return input;
  }
}

/**
 * Takes turns until standard input ends.
 *
 * @param prepare Prepares the input of one run. Not timed.
 * @param run Runs one input. Timed.
 */
export async function takeTurns<Input>(
  prepare: (index: number) => Input,
  run: (input: Input) => Promise<unknown>,
): Promise<void> {
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const { first, count, tell } = JSON.parse(line) as Turn;
      let ms = 0, result: unknown;
      for (let i = 0; i < count; i++) {
        const input = prepare(first + i);
        const start = performance.now();
        result = await run(input);
        ms += performance.now() - start;
      }
      // deno-lint-ignore no-console -- the runner's protocol
      console.log(JSON.stringify({ ms, ...(tell && { result }) } satisfies TurnResult));
    }
  }
  Deno.exit();
}
