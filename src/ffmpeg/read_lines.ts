/** How much of a line without an end is kept. */
const maxLineLength = 4096;

/**
 * Reads text line by line as it arrives. A carriage return ends a line too, as progress bars use it.
 *
 * @param reader Reads the bytes.
 * @param onLine Called with each line, without its end.
 *
 * @example
 * ```ts
 * import { readLines } from "./read_lines.ts";
 * import assert from "node:assert/strict";
 *
 * const lines: string[] = [];
 * const { body } = new Response("one\ntwo");
 * await readLines(body!.getReader(), (line) => lines.push(line));
 * assert.deepEqual(lines, ["one", "two"]);
 * ```
 */
export async function readLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    // A carriage return at the end may be the first half of a line break.
    const lines = (rest + decoder.decode(next.value, { stream: true })).split(/\r?\n|\r(?=[^\n])/);
    rest = lines.pop()!.slice(-maxLineLength);
    for (const line of lines) onLine(line);
  }
  if (rest !== "") onLine(rest);
}
