// What a runner, a child process of the benchmark, says to it: one JSON line per turn.

/** What a runner is asked for, one JSON line on its standard input. */
export interface Turn {
  /** Which input to begin with, counted around. */
  first: number;
  /** How many inputs to take, one after the other. */
  count: number;
  /** Whether to send back what came of the last input. */
  tell: boolean;
}

/** What a runner answers, one JSON line on its standard output. */
export interface TurnResult {
  /** Milliseconds for all inputs of the turn together. */
  ms: number;
  /** What came of the last input, where that was asked for. */
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

  /** Reads one input, counted around. */
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
 * @param prepare Makes the input of one run, which is not timed.
 * @param run What is timed.
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
      // deno-lint-ignore no-console -- how a runner answers
      console.log(JSON.stringify({ ms, ...(tell && { result }) } satisfies TurnResult));
    }
  }
  Deno.exit();
}
