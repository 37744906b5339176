import type { Option, Options } from "../options/option.ts";
import type { Command } from "./command.ts";
import { optionName } from "./option_name.ts";
import { SUMMARIES } from "./summaries.ts";

const lineWidth = 80;

/**
 * Writes a command's help, within 80 columns: what it does, examples, usage, options.
 *
 * @param command The command.
 * @param name Its name; left out for the main command, whose help lists all others.
 * @returns The lines.
 */
export function helpText(command: Command, name?: string): string {
  const { summary, usage, about, examples, options, exitCodes } = command;
  const call = name === undefined ? "mien" : `mien ${name}`;
  const list = Object.entries(SUMMARIES).map(([name, does]) => [`  mien ${name}`, does] as const);
  return [
    `${summary}.`,
    `Examples:\n${table(examples.map(([command, effect]) => [`  ${command}`, effect]))}`,
    usage.map((line, i) => `${i === 0 ? "Usage: " : "       "}${call} ${line}`).join("\n"),
    ...about.map((text) => wrap(text, lineWidth).join("\n")),
    ...(name === undefined ? [`Commands, each with its own --help:\n${table(list)}`] : []),
    optionsText(options),
    wrap(`Exit codes: ${exitCodes}`, lineWidth).join("\n"),
  ].join("\n\n");
}

/** Two columns. Where the left one is too wide, the right one goes below. */
function table(rows: readonly (readonly [string, string])[]): string {
  const widest = lineWidth - Math.max(...rows.map(([, right]) => right.length)) - 2;
  const column = 2 + Math.max(...rows.map(([left]) => left.length).filter((it) => it <= widest), 4);
  return rows.map(([left, right]) =>
    left.length + 2 <= column || right === ""
      ? (left.padEnd(column) + right).trimEnd()
      : `${left}\n${" ".repeat(column)}${right}`
  ).join("\n");
}

/**
 * Writes options as the lines of a help text, within 80 columns.
 *
 * @param groups The options under their headings.
 * @returns The groups with a blank line between, the explanations in one column.
 *
 * @example
 * ```ts
 * import { optionsText } from "./help_text.ts";
 * import assert from "node:assert/strict";
 *
 * const fps = { kind: "number", placeholder: "N", default: 5, help: "Sample a video" } as const;
 * assert.equal(
 *   optionsText({ Options: { fps } }),
 *   "Options:\n      --fps N  Sample a video [default: 5]",
 * );
 * ```
 */
export function optionsText(groups: Readonly<Record<string, Options>>): string {
  const rows = Object.entries(groups).map(([heading, options]) => ({
    heading,
    rows: Object.entries(options).map(([key, option]) =>
      [nameColumn(key, option), option] as const
    ),
  }));
  const column = 2 + Math.max(...rows.flatMap(({ rows }) => rows.map(([name]) => name.length)));
  const indent = " ".repeat(column);
  return rows.map(({ heading, rows }) => {
    const lines = rows.map(([name, option]) =>
      name.padEnd(column) + wrap(explanation(option), lineWidth - column).join(`\n${indent}`)
    );
    return `${heading}:\n${lines.join("\n")}`;
  }).join("\n\n");
}

/**
 * The line of a command-line option's explanation: its help, choices, range and default.
 *
 * @param option The option.
 * @returns One line.
 */
export function explanation(option: Option): string {
  const notes = [rangeOf(option), defaultOf(option)].filter((note) => note !== "");
  const isListed = option.kind !== "choice" ||
    option.choices.every((choice) => option.help.includes(choice));
  const choices = isListed ? "" : `: ${listOf(option.choices)}`;
  return `${option.help}${choices}${notes.length > 0 ? ` [${notes.join("; ")}]` : ""}`;
}

/** The names of an option and its placeholder, with the short names in a column of their own. */
export function nameColumn(key: string, option: Option): string {
  const name = `  ${option.short ? `-${option.short},` : "   "} --${optionName(key, option)}`;
  if (option.kind === "flag") return name;
  const isImplied = option.kind === "choice" && option.implied !== undefined;
  return `${name} ${isImplied ? `[${option.placeholder}]` : option.placeholder}`;
}

function rangeOf(option: Option): string {
  if (option.kind !== "number" && option.kind !== "integer") return "";
  const { min, max } = option;
  return min === undefined || max === undefined ? "" : `${min} to ${max}`;
}

function defaultOf(option: Option): string {
  if (option.kind === "flag" || option.default === undefined) return "";
  if (option.kind !== "duration") return `default: ${option.default}`;
  return `default: ${option.unit === "s" ? `${option.default / 1000}s` : `${option.default}ms`}`;
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.match(/\[[^\]]*\]|\S+/g) ?? []) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
