/**
 * Writes the accuracy table of docs/training.md, between its markers, from the models' cards.
 *
 *     deno run --allow-read --allow-write=docs/training.md training/accuracy_table.ts
 */

/** What `finish.py` writes into a card: percentages, and the calibration error as a share. */
export type Accuracy = Record<
  `${"fer2013" | "ferplus"}_${"accuracy" | "macro" | "worst"}` | "calibration_error",
  number
>;

/** The shipped models, what they tell apart, and what the 2019 paper says of the same labels. */
const experiments: { model: string; labels: string; paper?: string }[] = [
  { model: "five", labels: "five emotions", paper: "about 50" },
  { model: "seven", labels: "these, disgust and fear" },
  { model: "nhs", labels: "neutral, happy, surprise", paper: "about 70" },
  { model: "nas", labels: "neutral, angry, sad", paper: "about 40" },
];

/** `runs/labels-fourth` of training/README.md, which is not shipped. */
const labelsAlone = [
  "as `five`, but FER2013 labels alone",
  76.14,
  74.82,
  57.48,
  76.55,
  79.88,
  59.52,
];

/** Arg-max over a model's labels, by FER2013 labels and by the FER+ majority. */
const peers: Record<string, [string, string, string][]> = {
  five: [
    ["gear-e1", "75.2", "72.7"],
    ["@vladmandic/human", "74.7", "69.7"],
    ["mini-XCEPTION", "74.5", "71.3"],
    ["@vladmandic/face-api", "68.5", "72.2"],
  ],
  seven: [["@vladmandic/human", "66.7", "64.4"]],
};

const header = [
  "",
  "FER2013: accuracy",
  "mean recall",
  "worst recall",
  "FER+: accuracy",
  "mean recall",
  "worst recall",
  "calibration error",
];

/** Surrounds the table in docs/training.md. */
export const markers: readonly [string, string] = ["<!-- accuracy -->", "<!-- /accuracy -->"];

/**
 * The table as Markdown, laid out as `deno fmt` does it.
 *
 * @param accuracyOf The figures in a model's card.
 * @returns Lines without a line break at the end.
 */
export function accuracyTable(accuracyOf: (model: string) => Accuracy): string {
  const rows = [header];
  for (const { model, labels, paper } of experiments) {
    const card = accuracyOf(model);
    const figures = (["fer2013", "ferplus"] as const).flatMap((by) =>
      (["accuracy", "macro", "worst"] as const).map((kind) => card[`${by}_${kind}`].toFixed(1))
    );
    rows.push([`**\`${model}\`**: ${labels}`, ...figures, card.calibration_error.toFixed(3)]);
    if (model === "five") {
      rows.push(labelsAlone.map((cell) => typeof cell === "number" ? cell.toFixed(1) : cell));
    }
    for (const [name, fer2013, ferplus] of peers[model] ?? []) {
      rows.push([name, fer2013, "", "", ferplus]);
    }
    if (paper !== undefined) rows.push(["the paper", paper]);
  }
  const widths = header.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[], fill = " ") =>
    `| ${widths.map((width, i) => (row[i] ?? "").padEnd(width, fill)).join(" | ")} |`;
  return [line(header), line([], "-"), ...rows.slice(1).map((row) => line(row))].join("\n");
}

/** Reads the figures in a bundled model's card. */
export function readAccuracy(model: string): Accuracy {
  const file = new URL(`../models/${model}/card.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(file)).accuracy;
}

/**
 * Puts the table between the markers.
 *
 * @param text The document.
 * @param table The table.
 * @returns The document with this table.
 * @throws {RangeError} If the markers are missing.
 */
export function replaceTable(text: string, table: string): string {
  const [start, end] = markers.map((marker) => text.indexOf(marker)) as [number, number];
  if (start < 0 || end < start) {
    throw new RangeError(
      `Cannot write the accuracy table: no ${markers.join(" and ")} in the text`,
    );
  }
  return `${text.slice(0, start)}${markers[0]}\n\n${table}\n\n${text.slice(end)}`;
}

if (import.meta.main) {
  const file = new URL("../docs/training.md", import.meta.url);
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, replaceTable(text, accuracyTable(readAccuracy)));
}
