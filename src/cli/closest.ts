/**
 * Finds the word that was probably meant.
 *
 * @param word What was written.
 * @param candidates What could be meant.
 * @returns The nearest candidate, or undefined where none is near.
 *
 * @example
 * ```ts
 * import { closest } from "./closest.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(closest("evaluate", ["eval", "serve"]), "eval");
 * assert.equal(closest("fromat", ["format", "from"]), "format");
 * assert.equal(closest("form", ["from", "format"]), "format");
 * assert.equal(closest("pictures", ["eval", "serve"]), undefined);
 * ```
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = isLonger(candidate, word)
      ? 0
      : isLonger(word, candidate)
      ? 1
      : editDistance(word, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function isLonger(word: string, start: string): boolean {
  return start.length > 2 && word.startsWith(start);
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
      }
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
