import { abortable } from "../async/abortable.ts";
import { OptionError } from "../errors.ts";
import { evaluate, type EvaluateBaseline } from "../eval/evaluate.ts";
import { formatEvaluation } from "../eval/format_evaluation.ts";
import type { Options } from "../options/option.ts";
import { ENGINE_OPTIONS, RECOGNIZER_OPTIONS } from "../options/recognizer_options.ts";
import { explain } from "./advice.ts";
import type { Command } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { helpText } from "./help_text.ts";
import { loadRecognizer } from "./load_recognizer.ts";
import { note, writeLine } from "./output.ts";
import { type ParsedSettings, parseSettings } from "./parse_settings.ts";
import { pick } from "./pick.ts";
import { Progress } from "./progress.ts";
import { SUMMARIES } from "./summaries.ts";
import { isAnimated } from "./terminal.ts";

const OPTIONS = {
  ...RECOGNIZER_OPTIONS,
  ...ENGINE_OPTIONS,
  baseline: {
    kind: "choice",
    placeholder: "HOW",
    choices: ["neutral", "auto"],
    help: "Read each picture relative to the person's other pictures: those labelled neutral, or " +
      "those that look most neutral",
  },
  person: {
    kind: "text",
    placeholder: "REGEX",
    help: "With --baseline: its first group in a file's name is the person",
  },
  format: {
    kind: "choice",
    short: "f",
    placeholder: "NAME",
    choices: ["text", "json"],
    default: "text",
    help: "Output format",
  },
  ...COMMON_OPTIONS,
} as const satisfies Options;

/** `mien eval`: prints an evaluation. */
export const EVAL: Command = {
  summary: SUMMARIES.eval,
  usage: ["[options] FOLDER"],
  about: [
    "FOLDER has one subfolder of pictures per label, with the label as its name. If a picture " +
    "shows several faces, the one with the highest score counts. Times include reading and decoding.",
  ],
  examples: [
    ["mien eval holdout", "the accuracy of the default model"],
    ["mien eval holdout --model models/mine", "that of a model of your own"],
    ["mien eval posed --baseline auto --person '^(S[0-9]+)_'", "each person apart"],
  ],
  options: { Options: OPTIONS },
  exitCodes:
    "0 done, 1 a picture could not be read, 2 wrong usage, 130 or 143 ended by Ctrl-C or " +
    "SIGTERM.",
  run,
};

async function run(args: string[], signal: AbortSignal): Promise<number> {
  const settings = parseSettings(args, OPTIONS);
  if (settings.help) return await writeLine(helpText(EVAL, "eval")), 0;
  const { format, quiet, inputs: [folder, ...more] } = settings;
  if (folder === undefined || more.length > 0) {
    throw new OptionError("option-invalid", "Cannot evaluate: give exactly one folder; see --help");
  }
  const baseline = baselineOf(settings);
  let failed = false;
  const loading = loadRecognizer(
    pick(settings, "model", "engine", "minScore", "maxFaces", "detect", "cropOnly"),
  );
  using recognizer = await abortable(loading, signal);
  using progress = new Progress(!quiet && isAnimated(Deno.stderr));
  const evaluation = await evaluate(recognizer, folder, {
    signal,
    ...(baseline && { baseline }),
    onPicture: (_, done, total) => progress.step("eval", "picture", done, total),
    onUnknownFolder(path) {
      note(`mien: Skipped ${path}: the model has no such label`);
    },
    onFailure(error) {
      failed = true;
      progress.clear();
      note(`mien: ${explain(error)}`);
    },
  });
  progress.clear();
  await writeLine(format === "json" ? JSON.stringify(evaluation) : formatEvaluation(evaluation));
  return failed ? 1 : 0;
}

function baselineOf(
  { baseline: reference, person }: Pick<ParsedSettings<typeof OPTIONS>, "baseline" | "person">,
): EvaluateBaseline | undefined {
  if (reference === undefined && person === undefined) return undefined;
  if (reference === undefined || person === undefined) {
    throw new OptionError(
      "option-invalid",
      "Cannot use a baseline: --baseline and --person go together",
    );
  }
  return { reference, person: readPerson(person) };
}

function readPerson(pattern: string): RegExp {
  const refuse = (state: string, cause?: unknown): OptionError =>
    new OptionError("option-invalid", `Cannot use --person ${pattern}: ${state}`, { cause });
  let groups;
  try {
    groups = new RegExp(`${pattern}|`).exec("")!.length - 1;
  } catch (cause) {
    throw refuse("it is no regular expression", cause);
  }
  if (groups === 0) throw refuse("it has no group, such as ^(S[0-9]+)_");
  return new RegExp(pattern);
}
