import { OptionError } from "../errors.ts";
import { evaluate } from "../eval/evaluate.ts";
import { Recognizer } from "../recognizer.ts";
import { formatEvaluation } from "../eval/format_evaluation.ts";
import { choice } from "./option_values.ts";
import { optionsHelp, parseOptions } from "./options.ts";
import { note, writeLine } from "./output.ts";
import { Progress } from "./progress.ts";
import { COMMON_OPTIONS, RECOGNIZER_OPTIONS, recognizerOptions } from "./shared_options.ts";

const OPTIONS = {
  ...RECOGNIZER_OPTIONS,
  "format": { short: "f", value: "NAME", help: "text or json [default: text]" },
  ...COMMON_OPTIONS,
} as const;

const HELP = `Measure how well a model names the pictures of a folder.

Usage: deno run --allow-read cli.ts eval [options] FOLDER

FOLDER holds one folder of pictures for each label, named as the label. Of several
faces on a picture the surest counts. The time is that of reading, decoding and
recognizing.

Options:
${optionsHelp(OPTIONS)}

Exit codes: 0 done, 1 a picture could not be read, 2 wrong usage, 130 or 143
ended by Ctrl-C or SIGTERM.`;

/**
 * `cli.ts eval`: prints an evaluation.
 *
 * @param args The arguments after `eval`.
 * @param signal Interrupts the evaluation.
 * @returns The exit code.
 * @throws {MienError} If the model or the folder cannot be used.
 */
export async function evalCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  if (options.flags.help) return await writeLine(HELP), 0;
  const [folder, ...more] = options.inputs;
  if (folder === undefined || more.length > 0) {
    throw new OptionError("option-invalid", "Cannot evaluate: give exactly one folder; see --help");
  }
  const format = choice("format", options.values.format, ["text", "json"]) ?? "text";
  const quiet = options.flags.quiet;
  let failed = false;
  using recognizer = await Recognizer.load(recognizerOptions(options));
  using progress = new Progress(!quiet && Deno.stderr.isTerminal());
  const evaluation = await evaluate(recognizer, folder, {
    signal,
    onPicture: (_, done, total) => progress.step("eval", "pictures", done, total),
    onUnknownFolder(path) {
      note(`mien: Left out ${path}: the model has no such label`);
    },
    onFailure(error) {
      failed = true;
      progress.clear();
      note(`mien: ${error.message}`);
    },
  });
  progress.clear();
  await writeLine(format === "json" ? JSON.stringify(evaluation) : formatEvaluation(evaluation));
  return failed ? 1 : 0;
}
