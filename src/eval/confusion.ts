/** How often each label was predicted for each true label: `confusion[truth][predicted]`. */
export type Confusion = number[][];

/** The scores of one label. A figure whose denominator is 0 is `null`. */
export interface ClassScores {
  /** Of the pictures predicted to have this label, the share that have it. */
  precision: number | null;
  /** Of the pictures with this label, the share predicted to have it. */
  recall: number | null;
  /** The harmonic mean of precision and recall. */
  f1: number | null;
  /** How many pictures have this label. */
  support: number;
}

/**
 * Computes precision, recall and F1 of each label.
 *
 * @param confusion A square matrix of counts, with a row per true label.
 * @returns One entry per label, in the order of the matrix.
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
 * Computes the share of pictures whose label was predicted.
 *
 * @param confusion A square matrix of counts, with a row per true label.
 * @returns 0 to 1, or `null` if nothing was counted.
 */
export function accuracy(confusion: Confusion): number | null {
  const hits = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  return ratio(hits, confusion.flat().reduce((sum, count) => sum + count, 0));
}

/**
 * Computes the mean recall of the labels that occur, each with the same weight.
 *
 * @param confusion A square matrix of counts, with a row per true label.
 * @returns 0 to 1, or `null` if nothing was counted.
 */
export function macroRecall(confusion: Confusion): number | null {
  const recalls = classScores(confusion).flatMap(({ recall }) => recall ?? []);
  return ratio(recalls.reduce((sum, recall) => sum + recall, 0), recalls.length);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
