import type { Turn, TurnResult } from "./runners/turns.ts";

/** A program to run. */
export interface Command {
  program: string;
  args: string[];
}

/**
 * Describes a Deno program with a job.
 *
 * @param file The program.
 * @param job Its first argument, as JSON.
 * @param folder The folder whose `deno.json` and packages it uses. @default {the nearest above `file`}
 */
export function denoProgram(file: URL, job: unknown, folder?: URL): Command {
  const config = folder ? [`--config=${new URL("deno.json", folder).pathname}`] : [];
  const args = ["run", "-A", ...config, file.href, JSON.stringify(job)];
  return { program: Deno.execPath(), args };
}

/** A child process that follows the protocol of `runners/turns.ts`. */
export class Runner implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  readonly #errors: Promise<string>;

  /** Starts the process. */
  constructor({ program, args }: Command) {
    const piped = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
    this.#process = new Deno.Command(program, { args, ...piped }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#lines = linesOf(this.#process.stdout);
    this.#errors = new Response(this.#process.stderr).text();
  }

  /**
   * Gives the process a turn.
   *
   * @throws {Error} If it ends before its answer, with the last line of its standard error.
   */
  async turn(first: number, count: number, tell = false): Promise<TurnResult> {
    const line = JSON.stringify({ first, count, tell } satisfies Turn) + "\n";
    await this.#input.write(new TextEncoder().encode(line)).catch(() => {});
    while (true) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(lastError(await this.#errors));
      // Some packages print a greeting to standard output.
      if (value.startsWith("{")) return JSON.parse(value);
    }
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#process.status;
    await this.#errors;
  }
}

/** The line of standard error that says what went wrong. */
export function lastError(text: string): string {
  // deno-lint-ignore no-control-regex -- colours
  const lines = text.replaceAll(/\x1b\[[0-9;]*m/g, "").split("\n");
  return lines.findLast((line) => /error/i.test(line))?.trim() ?? "it ended without an answer";
}

/** The lines of a byte stream. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  const texts = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>);
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
