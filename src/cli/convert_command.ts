import { OptionError } from "../errors.ts";
import { convertModel, type ConvertSummary, type Scale, SCALES } from "../keras/convert_model.ts";
import { choice, number } from "./option_values.ts";
import { optionsHelp, parseOptions } from "./options.ts";
import { note, writeLine } from "./output.ts";
import { COMMON_OPTIONS } from "./shared_options.ts";

const OPTIONS = {
  "labels": { short: "l", value: "A,B,...", help: "One label per output, in their order" },
  "out": { short: "o", value: "FOLDER", help: "Folder to write, such as models/mine" },
  "architecture": {
    value: "FILE",
    help: "JSON of model.to_json(), where MODEL holds weights alone",
  },
  "scale": { value: "RANGE", help: "What 0..255 became in training: 0..1, -1..1 or 0..255" },
  "margin": { value: "M", help: "Added around a face's box, in box sides [default: 0]" },
  "dtype": { value: "TYPE", help: "float32, or float16 at half the size [default: float32]" },
  "force": { help: "Replace a model that is there" },
  ...COMMON_OPTIONS,
} as const;

const HELP = `Make a Mien model of a network that Keras saved. No Python is needed.

Usage: deno run --allow-read --allow-write=FOLDER/.. cli.ts convert [options] MODEL

MODEL is a .keras file of Keras 3, or an .h5 file of Keras 2 or 3. The size and grey or
RGB are read from the network. It is run before anything is written.

Options:
${optionsHelp(OPTIONS)}

Exit codes: 0 done, 1 the network cannot be converted, 2 wrong usage, 130 or 143
ended by Ctrl-C or SIGTERM.`;

/**
 * `cli.ts convert`: turns a Keras file into a model's folder.
 *
 * @param args The arguments after `convert`.
 * @param signal Interrupts the conversion before anything is written.
 * @returns The exit code.
 * @throws {MienError} If the file cannot be converted or the folder not be written.
 */
export async function convertCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, flags, inputs: [model, ...more] } = parseOptions(args, OPTIONS);
  if (flags.help) return await writeLine(HELP), 0;
  const { labels, out, architecture } = values;
  if (!model || more.length > 0 || !labels || !out) {
    throw new OptionError(
      "option-invalid",
      "Cannot convert: give one Keras file, --labels and --out; see --help",
    );
  }
  const scale = choice("scale", values.scale, Object.keys(SCALES) as Scale[]);
  const dtype = choice("dtype", values.dtype, ["float32", "float16"]);
  const margin = number("margin", values.margin, { least: -0.4, most: 5 });
  const summary = await convertModel({
    model,
    out,
    labels: labels.split(",").map((label) => label.trim()),
    force: flags.force ?? false,
    signal,
    ...(architecture !== undefined && { architecture }),
    ...(scale !== undefined && { scale }),
    ...(margin !== undefined && { margin }),
    ...(dtype !== undefined && { dtype }),
  });
  if (!flags.quiet) describe(summary).forEach(note);
  await writeLine(out);
  return 0;
}

function describe(summary: ConvertSummary): string[] {
  const { card: { labels, input }, parameters, weightBytes, dropped, largestChange } = summary;
  const colour = input.channels === 1 ? "grey" : "RGB";
  return [
    `${input.width}x${input.height} ${colour} in ${input.range.join("..")} -> ${labels.join(", ")}`,
    `${parameters} weights in ${weightBytes} bytes`,
    ...(dropped.length > 0 ? [`Left out, for training only: ${dropped.join(", ")}`] : []),
    ...(summary.softmaxAdded ? ["Added a softmax: the network ended in logits"] : []),
    ...(largestChange > 0
      ? [`Half precision moved no probability by more than ${largestChange.toExponential(1)}`]
      : []),
  ];
}
