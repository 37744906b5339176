/**
 * Writes a line to standard output.
 *
 * @param text The line, without its line break.
 * @throws {Deno.errors.BrokenPipe} If the reader has closed the pipe.
 */
export async function writeLine(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(`${text}\n`);
  for (let written = 0; written < bytes.length;) {
    written += await Deno.stdout.write(bytes.subarray(written));
  }
}

/**
 * Writes a line that is not a result to standard error.
 *
 * @param text The line, without its line break.
 */
export function note(text: string): void {
  // deno-lint-ignore no-console
  console.error(text);
}
