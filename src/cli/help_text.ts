import type { Option, Options } from "../options/option.ts";
import { optionName } from "./option_name.ts";

const lineWidth = 80;

/**
 * Writes options as the lines of a help text, within 80 columns.
 *
 * @param groups The options under their headings.
 * @returns The groups with a blank line between, the explanations in one column.
 *
 * @example
 * ```ts
 * import { helpText } from "./help_text.ts";
 * import assert from "node:assert/strict";
 *
 * const fps = { kind: "number", placeholder: "N", default: 5, help: "Sample a video" } as const;
 * assert.equal(
 *   helpText({ Options: { fps } }),
 *   "Options:\n      --fps N  Sample a video [default: 5]",
 * );
 * ```
 */
export function helpText(groups: Readonly<Record<string, Options>>): string {
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

function nameColumn(key: string, option: Option): string {
  const name = `  ${option.short ? `-${option.short},` : "   "} --${optionName(key, option)}`;
  if (option.kind === "flag") return name;
  const isImplied = option.kind === "choice" && option.implied !== undefined;
  return `${name} ${isImplied ? `[${option.placeholder}]` : option.placeholder}`;
}

function explanation(option: Option): string {
  const notes = [rangeOf(option), defaultOf(option)].filter((note) => note !== "");
  const choices = option.kind === "choice" ? `: ${listOf(option.choices)}` : "";
  return `${option.help}${choices}${notes.length > 0 ? ` [${notes.join("; ")}]` : ""}`;
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
