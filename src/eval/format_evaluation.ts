import type { Evaluation } from "./evaluate.ts";

/**
 * Formats an evaluation for people: the scores, a table of the labels, the confusion matrix.
 *
 * @param evaluation The counts and scores.
 * @returns Several lines without the last line break.
 */
export function formatEvaluation(evaluation: Evaluation): string {
  const { labels, confusion, perClass } = evaluation;
  const scores = labels.map((label) => {
    const { precision, recall, f1, support } = perClass[label]!;
    return [label, percent(precision), percent(recall), percent(f1), support];
  });
  const counts = labels.map((label, i) => [label, ...confusion[i]!]);
  return [
    `accuracy      ${percent(evaluation.accuracy)}`,
    `macro recall  ${percent(evaluation.macroRecall)}`,
    `pictures      ${evaluation.images}, of which ${evaluation.evaluated} evaluated`,
    `faces missed  ${evaluation.facesMissed}`,
    `time          ${evaluation.msPerImage.toFixed(1)} ms per picture`,
    "",
    table([["label", "precision", "recall", "F1", "pictures"], ...scores]),
    "",
    "true label (down) and prediction (across)",
    table([["", ...labels], ...counts]),
  ].join("\n");
}

function percent(share: number | null): string {
  return share === null ? "-" : `${(share * 100).toFixed(1)}%`;
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length))
  );
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column]!;
      return column === 0 ? String(cell).padEnd(width) : String(cell).padStart(width);
    }).join("  ")
  ).join("\n");
}
