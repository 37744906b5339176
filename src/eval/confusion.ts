/** How often each label was predicted for each true label: `confusion[truth][predicted]`. */
export type Confusion = number[][];

/** How one label fared. A figure whose denominator is 0 is `null`. */
export interface ClassScores {
  /** Of the pictures called so, the share that are. */
  precision: number | null;
  /** Of the pictures that are so, the share called so. */
  recall: number | null;
  /** The harmonic mean of both. */
  f1: number | null;
  /** Pictures that are so. */
  support: number;
}

/**
 * Precision, recall and F1 of each label.
 *
 * @param confusion Square matrix of counts, rows are the truth.
 * @returns One entry a label, in the matrix's order.
 *
 * @example
 * ```ts
 * import { classScores } from "./confusion.ts";
 * import assert from "node:assert/strict";
 *
 * const [first] = classScores([[3, 1], [0, 4]]);
 * assert.deepEqual(first, { precision: 1, recall: 0.75, f1: 6 / 7, support: 4 });
 * ```
 */
export function classScores(confusion: Confusion): ClassScores[] {
  return confusion.map((row, label) => {
    const hits = row[label] ?? 0;
    const support = row.reduce((sum, count) => sum + count, 0);
    const called = confusion.reduce((sum, other) => sum + (other[label] ?? 0), 0);
    return {
      precision: ratio(hits, called),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + called),
      support,
    };
  });
}

/**
 * The share of pictures whose label was predicted.
 *
 * @param confusion Square matrix of counts, rows are the truth.
 * @returns 0 to 1, or `null` where nothing was counted.
 */
export function accuracy(confusion: Confusion): number | null {
  const hits = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  return ratio(hits, confusion.flat().reduce((sum, count) => sum + count, 0));
}

/**
 * The mean recall of the labels that occur, whatever their share of the pictures.
 *
 * @param confusion Square matrix of counts, rows are the truth.
 * @returns 0 to 1, or `null` where nothing was counted.
 */
export function macroRecall(confusion: Confusion): number | null {
  const recalls = classScores(confusion).flatMap(({ recall }) => recall ?? []);
  return ratio(recalls.reduce((sum, recall) => sum + recall, 0), recalls.length);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
