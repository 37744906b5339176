import config from "../../deno.json" with { type: "json" };
import type { Option, Options } from "../options/option.ts";
import type { Command, NamedCommand } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { explanation, helpText, nameColumn } from "./help_text.ts";
import { writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { SUMMARIES } from "./summaries.ts";

const OPTIONS = { help: COMMON_OPTIONS.help } as const satisfies Options;

/** `mien man`: prints the manual page. */
export const MAN: Command = {
  summary: SUMMARIES.man,
  usage: ["[options]"],
  about: ["The page is written in roff, which man reads."],
  examples: [
    ["mien man | man -l -", "read it"],
    ["mien man > ~/.local/share/man/man1/mien.1", "install it for man mien"],
  ],
  options: { Options: OPTIONS },
  exitCodes: "0 done, 2 wrong usage.",
  run,
};

async function run(
  args: string[],
  _: AbortSignal,
  loadAll: () => Promise<NamedCommand[]>,
): Promise<number> {
  if (parseSettings(args, OPTIONS).help) return await writeLine(helpText(MAN, "man")), 0;
  await writeLine(manualPage(await loadAll()));
  return 0;
}

/**
 * Writes the manual page.
 *
 * @param commands The commands, the main one first.
 * @returns The page for `man`.
 */
export function manualPage([main, ...others]: readonly NamedCommand[]): string {
  const calls = [main!, ...others].flatMap(({ name, usage }) =>
    usage.map((line) => `mien ${name}${name && " "}${line}`)
  );
  return [
    `.TH MIEN 1 "" "mien ${config.version}" "User Commands"`,
    ".SH NAME",
    roff(`mien - ${main!.summary.toLowerCase()}`),
    ".SH SYNOPSIS",
    calls.filter((call) => !call.startsWith("mien COMMAND")).map(roff).join("\n.br\n"),
    ".SH DESCRIPTION",
    main!.about.map(roff).join("\n.PP\n"),
    ...body(main!, ".SH"),
    ".SH COMMANDS",
    ...others.flatMap((command) => [
      `.SS mien ${command.name}`,
      roff(`${command.summary}.`),
      ...command.about.flatMap((text) => [".PP", roff(text)]),
      ...body(command, ".PP\n.B"),
    ]),
  ].join("\n");
}

/** Examples, options and exit codes. */
function body({ examples, options, exitCodes }: Command, heading: string): string[] {
  return [
    ...Object.entries(options).flatMap(([name, group]) => [
      `${heading} ${name.toUpperCase()}`,
      ...Object.entries(group).flatMap(([key, option]) => item(nameOf(key, option), option)),
    ]),
    `${heading} EXAMPLES`,
    ...examples.flatMap(([command, effect]) => [".TP", `.B ${roff(command)}`, roff(effect)]),
    `${heading} EXIT STATUS`,
    ".br",
    roff(exitCodes),
  ].filter((line) => line !== "");
}

function nameOf(key: string, option: Option): string {
  return nameColumn(key, option).trim();
}

function item(name: string, option: Option): string[] {
  return [".TP", `.B ${roff(name)}`, roff(explanation(option))];
}

/** Text that roff prints as it is. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}
