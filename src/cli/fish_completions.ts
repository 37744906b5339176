import type { Option } from "../options/option.ts";
import type { NamedCommand } from "./command.ts";
import { optionsOf, takesFile } from "./options_of.ts";

/**
 * Writes a script that makes fish complete commands, options and their values.
 *
 * @param commands The commands.
 * @returns The script.
 */
export function fishCompletions(commands: readonly NamedCommand[]): string {
  const others = commands.filter(({ name }) => name !== "");
  const names = others.map(({ name }) => name).join(" ");
  const lines = commands.flatMap((command) => {
    const when = command.name === ""
      ? `not __fish_seen_subcommand_from ${names}`
      : `__fish_seen_subcommand_from ${command.name}`;
    return optionsOf(command).map(([name, option]) =>
      `complete -c mien -n ${quote(when)} -l ${name}${rest(option)}`
    );
  });
  return [
    "# Completion of mien in fish: mien completions fish > ~/.config/fish/completions/mien.fish",
    ...others.map(({ name, summary }) =>
      `complete -c mien -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`
    ),
    "complete -c mien -n '__fish_seen_subcommand_from completions' -x -a 'bash zsh fish'",
    ...lines,
  ].join("\n");
}

function rest(option: Option): string {
  const short = option.short ? ` -s ${option.short}` : "";
  const value = option.kind === "flag"
    ? ""
    : option.kind === "choice"
    ? ` -x -a ${quote(option.choices.join(" "))}`
    : takesFile(option)
    ? " -r"
    : " -x";
  return `${short}${value} -d ${quote(option.help)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
