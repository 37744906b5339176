/** Characters that take two columns: those of East Asia, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/**
 * How many columns of a terminal a text takes.
 *
 * @param text A text without control characters.
 * @returns The columns.
 *
 * ref: Unicode Standard Annex 11, East Asian Width
 *
 * @example
 * ```ts
 * import { displayWidth } from "./display_width.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(displayWidth("a.jpg"), 5);
 * assert.equal(displayWidth("写真"), 4);
 * assert.equal(displayWidth("e\u0301"), 1);
 * ```
 */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return Array.from(text).reduce((sum, each) => {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(each)) return sum;
    return sum + (wide.test(each) ? 2 : 1);
  }, 0);
}

/** The text with spaces behind it, so that it takes so many columns, or more if it is longer. */
export function padDisplay(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}
