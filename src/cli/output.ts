import { printable } from "../record/printable.ts";
import { outputErrors } from "../sink/output_errors.ts";

/**
 * Writes a line to standard output. What commands terminals is made visible on one.
 *
 * @param text The line, without its line break.
 * @throws {Deno.errors.BrokenPipe} If the reader has closed the pipe.
 * @throws {EnvironmentError} If it cannot be written.
 */
export async function writeLine(text: string): Promise<void> {
  await writeColored(Deno.stdout.isTerminal() ? printable(text, "\n\t") : text);
}

/**
 * Writes a line to standard output that may command a terminal.
 *
 * @param text The line, without its line break.
 * @throws As {@linkcode writeLine}.
 */
export async function writeColored(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(`${text}\n`);
  for (let written = 0; written < bytes.length;) {
    const writing = Deno.stdout.write(bytes.subarray(written)).catch((error) => {
      if (error instanceof Deno.errors.BrokenPipe) throw error;
      return outputErrors("standard output", () => Promise.reject(error));
    });
    written += await writing;
  }
}

/**
 * Writes a line that is not a result to standard error.
 *
 * @param text The line, without its line break.
 */
export function note(text: string): void {
  draw(`${printable(text, "\n\t")}\n`);
}

/**
 * Writes to standard error, if that is possible: no result is lost where it is not.
 *
 * @param text What to write, which may command a terminal.
 */
export function draw(text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
  } catch {
    // There is nobody to tell.
  }
}
