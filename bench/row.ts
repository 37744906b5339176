import { quantile } from "./race.ts";

/** The ratio to reach. */
export type Target = { atMost: number } | { atLeast: number };

/** A comparison of two contenders, or why there is none. */
export type Row = Comparison | Missing;

/** The measurements of two contenders in the same rounds. */
export interface Comparison {
  what: string;
  ours: string;
  theirs: string;
  unit: "ms" | "MB" | "frames/s";
  /** Medians. */
  oursMedian: number;
  theirsMedian: number;
  /** Ratio of ours to theirs, pair by pair: the median, the 10th and the 90th percentile. */
  ratio: { median: number; p10: number; p90: number };
  pairs: number;
  target?: Target;
  isMet?: boolean;
}

/** A comparison that was not possible. */
export interface Missing {
  what: string;
  ours: string;
  theirs: string;
  target?: Target;
  missing: string;
}

/** What is compared. */
export type Question = Pick<Comparison, "what" | "ours" | "theirs" | "target">;

/** Compares two series that were measured in turns. */
export function compare(
  question: Question,
  unit: Comparison["unit"],
  ours: readonly number[],
  theirs: readonly number[],
): Comparison {
  const ratios = ours.map((value, i) => value / theirs[i]!);
  const [p10, median, p90] = [0.1, 0.5, 0.9].map((q) => quantile(ratios, q)) as [
    number,
    number,
    number,
  ];
  const { target } = question;
  return {
    ...question,
    unit,
    oursMedian: rounded(quantile(ours, 0.5)),
    theirsMedian: rounded(quantile(theirs, 0.5)),
    ratio: { median: rounded(median), p10: rounded(p10), p90: rounded(p90) },
    pairs: ratios.length,
    ...(target &&
      { isMet: "atMost" in target ? median <= target.atMost : median >= target.atLeast }),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

const widths = [46, 12, 12, 23, 0];

/** The table's first line. */
export const header = line(["", "ours", "other", "ratio (p10 to p90)", "target"]);

/** A row as a line of the table. */
export function formatRow(row: Row): string {
  const name = `${row.what}: ${row.ours} / ${row.theirs}`;
  if ("missing" in row) return line([name, `not measured: ${row.missing}`]);
  const { oursMedian, theirsMedian, ratio: { median, p10, p90 }, unit, target, isMet } = row;
  const values = [oursMedian, theirsMedian].map((value) => {
    return `${value < 100 ? value.toPrecision(3) : value.toFixed(0)} ${unit}`;
  });
  const ratio = `${median.toFixed(2)} (${p10.toFixed(2)} to ${p90.toFixed(2)})`;
  return line([
    name,
    ...values,
    ratio,
    target ? `${boundOf(target)} ${isMet ? "met" : "MISSED"}` : "",
  ]);
}

function boundOf(target: Target): string {
  return "atMost" in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" ").trimEnd();
}
