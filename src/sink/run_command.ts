import { readLines } from "../ffmpeg/read_lines.ts";
import { kill } from "../ffmpeg/kill.ts";

/** A process that the program leaves behind may keep its outputs open. They are read this long. */
const lingerMs = 200;

/**
 * Runs a program to its end, without a shell and with an empty standard input.
 *
 * @param program The program.
 * @param args Its arguments.
 * @param options `signal` kills it, `onLine` is called with each line that it writes.
 * @returns Its exit status.
 * @throws {Deno.errors.NotFound} If there is no such program.
 *
 * @example
 * ```ts
 * import { runCommand } from "./run_command.ts";
 * import assert from "node:assert/strict";
 *
 * const lines: string[] = [];
 * const { success } = await runCommand(Deno.execPath(), ["eval", "console.log(1 + 1)"], {
 *   signal: new AbortController().signal,
 *   onLine: (line) => void lines.push(line),
 * });
 * assert(success);
 * assert.deepEqual(lines, ["2"]);
 * ```
 */
export async function runCommand(
  program: string,
  args: string[],
  { signal, onLine }: { signal: AbortSignal; onLine: (line: string) => void },
): Promise<Deno.CommandStatus> {
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = (): void => kill(child);
  signal.addEventListener("abort", stop);
  const readers = [child.stdout, child.stderr].map((stream) => stream.getReader());
  const read = readers.map((reader) => readLines(reader, onLine));
  const status = await child.status;
  signal.removeEventListener("abort", stop);
  const timer = setTimeout(() => readers.forEach((reader) => void reader.cancel()), lingerMs);
  await Promise.all(read);
  clearTimeout(timer);
  return status;
}
