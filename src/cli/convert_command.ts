import { OptionError } from "../errors.ts";
import { convertDefaults, convertModel, type ConvertSummary } from "../keras/convert_model.ts";
import { isModelName } from "../model/open_model.ts";
import type { Options } from "../options/option.ts";
import type { Command } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { helpText } from "./help_text.ts";
import { note, writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { pick } from "./pick.ts";
import { SUMMARIES } from "./summaries.ts";

const OPTIONS = {
  labels: {
    kind: "list",
    short: "l",
    placeholder: "A,B,...",
    help: "Label of each output, in the order of the outputs",
  },
  out: {
    kind: "text",
    short: "o",
    placeholder: "FOLDER",
    help: "Folder to write, such as models/mine",
  },
  architecture: {
    kind: "text",
    placeholder: "FILE",
    help: "JSON from model.to_json(), if MODEL holds only weights",
  },
  scale: {
    kind: "range",
    placeholder: "LO..HI",
    help: "Range that pixels had in training, such as -1..1",
  },
  margin: {
    kind: "number",
    placeholder: "M",
    min: -0.4,
    max: 5,
    default: convertDefaults.margin,
    help: "Margin around the face's box, in box sides",
  },
  dtype: {
    kind: "choice",
    placeholder: "TYPE",
    choices: ["float32", "float16"],
    default: convertDefaults.dtype,
    help: "Type of the stored weights",
  },
  force: { kind: "flag", help: "Replace an existing model" },
  ...COMMON_OPTIONS,
} as const satisfies Options;

/** `mien convert`: turns a Keras file into a model's folder. */
export const CONVERT: Command = {
  summary: SUMMARIES.convert,
  usage: ["[options] MODEL"],
  about: [
    "MODEL is a .keras file from Keras 2.12 or newer, or an .h5 file from Keras 1 to 3. Input size " +
    "and color (grey or RGB) are read from the network, which is tested before anything is written.",
  ],
  examples: [
    ["mien convert mine.keras --labels angry,happy,sad --out models/mine", "convert a network"],
    ["mien photo.jpg --model models/mine", "use it"],
  ],
  options: { Options: OPTIONS },
  exitCodes: "0 done, 1 the network cannot be converted, 2 wrong usage, 130 or 143 ended by " +
    "Ctrl-C or SIGTERM.",
  run,
};

async function run(args: string[], signal: AbortSignal): Promise<number> {
  const settings = parseSettings(args, OPTIONS);
  if (settings.help) return await writeLine(helpText(CONVERT, "convert")), 0;
  const { labels, out, quiet, inputs: [model, ...more] } = settings;
  if (!model || more.length > 0) refuse("give one Keras file");
  if (!labels) refuse("--labels is missing");
  if (!out) refuse("--out is missing");
  const summary = await convertModel({
    ...pick(settings, "architecture", "scale", "margin", "dtype", "force"),
    model,
    labels,
    out,
    signal,
  });
  if (!quiet) describe(summary).forEach(note);
  await writeLine(isModelName(out) ? `./${out}` : out);
  return 0;
}

function refuse(why: string): never {
  throw new OptionError("option-invalid", `Cannot convert: ${why}; see --help`);
}

function describe(summary: ConvertSummary): string[] {
  const { card: { labels, input }, parameters, weightBytes, dropped, largestChange } = summary;
  const color = input.channels === 1 ? "grey" : "RGB";
  return [
    `${input.width}x${input.height} ${color} in ${input.range.join("..")} -> ${labels.join(", ")}`,
    `${parameters} weights in ${weightBytes} bytes`,
    ...(dropped.length > 0 ? [`Dropped training-only layers: ${dropped.join(", ")}`] : []),
    ...describeScale(summary),
    ...(summary.softmaxAdded ? ["Added a softmax, because the network ends in logits"] : []),
    ...(largestChange > 0
      ? [`float16 changed probabilities by at most ${largestChange.toExponential(1)}`]
      : []),
  ];
}

function describeScale({ card, expectedScale, trials }: ConvertSummary): string[] {
  const taken = card.input.range.join("..");
  if (expectedScale) {
    const expected = expectedScale.join("..");
    return [
      `Warning: pixels will be ${taken}, but the network's first layers seem to expect ${expected}`,
    ];
  }
  if (trials.length === 0) return [];
  const rows = Object.entries(Object.groupBy(trials, ({ scale }) => scale.join("..")));
  return [
    "The network does not tell what range pixels had in training. With some faces it gives:",
    ...rows.map(([scale, faces]) => {
      const answers = faces!.map(({ face, label, probability }) =>
        `${face} ${label} ${Math.round(100 * probability)}%`
      );
      return `  ${scale.padEnd(6)} ${answers.join(", ")}`;
    }),
    `Took ${taken}; use --scale if another range gives better answers`,
  ];
}
