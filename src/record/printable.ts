/**
 * Writes characters that would command a terminal, such as those in the name of a file, as `\x1b`.
 *
 * @param text Any text.
 * @param except Characters to keep. @default {none}
 * @returns The text, in which nothing commands a terminal.
 *
 * @example
 * ```ts
 * import { printable } from "./printable.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(printable("\x1b[31ma.jpg\n"), "\\x1b[31ma.jpg\\x0a");
 * assert.equal(printable("two\nlines", "\n\t"), "two\nlines");
 * ```
 */
export function printable(text: string, except = ""): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (it) => except.includes(it) ? it : `\\x${it.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
