import { parseArgs } from "node:util";
import { messageOf, OptionError } from "../errors.ts";

/** One option of a command. */
export interface OptionSpec {
  /** The one-letter name. */
  readonly short?: string;
  /** What stands for the value in the help; an option without it is a flag. */
  readonly value?: string;
  /** Makes the value one of these words, the first where another argument or none follows. */
  readonly words?: readonly [string, ...string[]];
  /** One line for the help. */
  readonly help: string;
}

/** The options of a command by their long names. */
export type OptionSpecs<Name extends string = string> = Readonly<Record<Name, OptionSpec>>;

/** What the user gave. */
export interface ParsedOptions<Name extends string> {
  /** The texts of the options that take a value. */
  readonly values: { readonly [name in Name]?: string };
  /** The flags that were given. */
  readonly flags: { readonly [name in Name]?: true };
  /** The arguments that are not options, in order. */
  readonly inputs: readonly string[];
}

/**
 * Reads a command's arguments.
 *
 * @param args The arguments after the command's name.
 * @param specs The options that the command takes.
 * @returns What the user gave.
 * @throws {OptionError} If an option is unknown or lacks its value.
 *
 * @example
 * ```ts
 * import { parseOptions } from "./options.ts";
 * import assert from "node:assert/strict";
 *
 * const specs = { fps: { value: "N", help: "" }, quiet: { short: "q", help: "" } };
 * const { values, flags, inputs } = parseOptions(["a.jpg", "--fps", "5", "-q"], specs);
 * assert.equal(values.fps, "5");
 * assert(flags.quiet);
 * assert.deepEqual(inputs, ["a.jpg"]);
 * ```
 */
export function parseOptions<Name extends string>(
  args: readonly string[],
  specs: OptionSpecs<Name>,
): ParsedOptions<Name> {
  const options = Object.fromEntries(
    Object.entries<OptionSpec>(specs).map(([name, { short, value }]) => [
      name,
      { type: value ? "string" as const : "boolean" as const, ...(short && { short }) },
    ]),
  );
  try {
    const parsed = parseArgs({ args: withValues(args, specs), options, allowPositionals: true });
    const values: { [name in Name]?: string } = {};
    const flags: { [name in Name]?: true } = {};
    for (const [name, value] of Object.entries(parsed.values) as [Name, string | boolean][]) {
      if (typeof value === "string") values[name] = value;
      else flags[name] = true;
    }
    return { values, flags, inputs: parsed.positionals };
  } catch (cause) {
    const why = messageOf(cause).replace(/\. .*/, "");
    throw new OptionError("option-invalid", `Cannot read options: ${why}; see --help`, { cause });
  }
}

/**
 * Writes values that only we can tell from what follows as `--name=value`: a text with a space is a
 * value, though it begins with a dash, and what is none of the words of an option is an input.
 */
function withValues(args: readonly string[], specs: OptionSpecs): string[] {
  const result: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!, next = args[i + 1];
    if (arg === "--") return [...result, ...args.slice(i)];
    const spec = arg.startsWith("--") ? specs[arg.slice(2)] : undefined;
    const isWord = next !== undefined && spec?.words?.includes(next);
    if (spec?.words !== undefined && !isWord) {
      result.push(`${arg}=${spec.words[0]}`);
    } else if (isWord || (spec?.value !== undefined && next !== undefined && /^-.* /.test(next))) {
      result.push(`${arg}=${next}`);
      i++;
    } else result.push(arg);
  }
  return result;
}

/**
 * Writes the options as the lines of a help text.
 *
 * @param specs The options that the command takes.
 * @param headings What stands above an option that begins a group, by the option's name.
 * @returns A line an option, the explanations in one column.
 *
 * @example
 * ```ts
 * import { optionsHelp } from "./options.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   optionsHelp({ fps: { value: "N", help: "Sample a video" } }),
 *   "      --fps N  Sample a video",
 * );
 * ```
 */
export function optionsHelp<Name extends string>(
  specs: OptionSpecs<Name>,
  headings: { readonly [name in Name]?: string } = {},
): string {
  const rows = (Object.entries(specs) as [Name, OptionSpec][]).map(([name, spec]) => {
    const { short, value, words, help } = spec;
    const shown = value && (words ? ` [${value}]` : ` ${value}`);
    const left = `  ${short ? `-${short},` : "   "} --${name}${shown ?? ""}`;
    return { left, help, heading: headings[name] };
  });
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, help, heading }) =>
    `${heading ? `\n${heading}\n` : ""}${left.padEnd(width)}  ${help}`
  ).join("\n");
}
