import { parseArgs } from "node:util";
import { OptionError } from "../errors.ts";
import type { Option, Options, Settings } from "../options/option.ts";
import { expectation, readOption } from "../options/read_option.ts";
import { closest } from "./closest.ts";
import { optionName } from "./option_name.ts";

/** The values of a command's options, and its further arguments in order. */
export type ParsedSettings<Of extends Options> = Settings<Of> & {
  readonly inputs: readonly string[];
};

/**
 * Reads a command's arguments.
 *
 * @param args The arguments after the command's name.
 * @param options The options that the command takes.
 * @param fallback Values for options that are not given, in place of their defaults.
 * @returns The values of the options.
 * @throws {OptionError} If an option is unknown, lacks its value or does not take it.
 *
 * @example
 * ```ts
 * import { parseSettings } from "./parse_settings.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = parseSettings(["a.jpg", "--fps", "5", "-q"], {
 *   fps: { kind: "number", placeholder: "N", help: "" },
 *   quiet: { kind: "flag", short: "q", help: "" },
 * });
 * assert.deepEqual(settings, { fps: 5, quiet: true, inputs: ["a.jpg"] });
 * ```
 */
export function parseSettings<const Of extends Options>(
  args: readonly string[],
  options: Of,
  fallback: Partial<Settings<Of>> = {},
): ParsedSettings<Of> {
  const entries = Object.entries<Option>(options);
  const byName = new Map(
    entries.map(([key, option]) => [optionName(key, option), { key, option }]),
  );
  const settings: Record<string, unknown> = { ...defaultsOf(entries), ...fallback };
  const inputs: string[] = [];
  for (const token of tokenize(args, byName)) {
    if (token.kind === "positional") inputs.push(token.value);
    if (token.kind !== "option") continue;
    const found = byName.get(token.name);
    if (found === undefined) throw unknown(token.rawName, [...byName.keys()]);
    settings[found.key] = valueOf(token, found.option);
  }
  return { ...settings, inputs } as unknown as ParsedSettings<Of>;
}

type ByName = ReadonlyMap<string, { readonly key: string; readonly option: Option }>;

interface OptionToken {
  readonly rawName: string;
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function defaultsOf(entries: readonly [string, Option][]): Record<string, unknown> {
  return Object.fromEntries(entries.flatMap(([key, option]) => {
    const value = option.kind === "flag" ? false : option.default;
    return value === undefined ? [] : [[key, value]];
  }));
}

function tokenize(args: readonly string[], byName: ByName) {
  const options = Object.fromEntries(
    Array.from(byName, ([name, { option: { kind, short } }]) => [
      name,
      { type: kind === "flag" ? "boolean" as const : "string" as const, ...(short && { short }) },
    ]),
  );
  return parseArgs({
    args: joinValues(args, byName),
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}

/** Joins options and values as `--name=value` where `parseArgs` could not tell that they belong together. */
function joinValues(args: readonly string[], byName: ByName): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!, next = args[i + 1];
    if (arg === "--") return [...joined, ...args.slice(i)];
    const [, oneDash = ""] = /^-([a-z][a-z-]+)(=|$)/.exec(arg) ?? [];
    if (byName.has(oneDash)) throw unknown(`-${oneDash}`, [oneDash]);
    const option = arg.startsWith("--") ? byName.get(arg.slice(2))?.option : undefined;
    if (option && next !== undefined && isOwnValue(option, next)) {
      joined.push(`${arg}=${next}`);
      i++;
    } else if (option?.kind === "choice" && option.implied !== undefined) {
      joined.push(`${arg}=${option.implied}`);
    } else joined.push(arg);
  }
  return joined;
}

/** Whether an argument is the value of the option before it, in the cases where that is not obvious. */
function isOwnValue(option: Option, next: string): boolean {
  switch (option.kind) {
    case "flag":
      return false;
    case "choice":
      return option.implied !== undefined && option.choices.includes(next);
    case "number":
    case "integer":
    case "range":
      return /^-[\d.]/.test(next);
    default:
      return /^-.* /.test(next);
  }
}

function valueOf({ rawName, value, inlineValue = false }: OptionToken, option: Option): unknown {
  if (option.kind === "flag") {
    if (value !== undefined) throw misread(`${rawName} takes no value`);
    return true;
  }
  if (value === undefined) throw misread(`${rawName} needs a value (${option.placeholder})`);
  if (!inlineValue && /^-./.test(value)) {
    throw misread(
      `${rawName} needs a value (write one that begins with a dash as ${rawName}=${value})`,
    );
  }
  const read = readOption(option, value);
  if (read !== undefined) return read;
  throw new OptionError(
    "option-invalid",
    `Cannot use ${rawName} ${value}: give ${expectation(option)}`,
  );
}

function unknown(rawName: string, names: readonly string[]): OptionError {
  if (/^--allow-\w+$/.test(rawName)) {
    return misread(`${rawName} is an option of Deno and goes before cli.ts`);
  }
  const near = /^-./.test(rawName) ? closest(rawName.replace(/^--?/, ""), names) : undefined;
  return misread(`unknown option ${rawName}${near ? ` (did you mean --${near}?)` : ""}`);
}

function misread(state: string): OptionError {
  return new OptionError("option-invalid", `Cannot read options: ${state}; see --help`);
}
