import type { Option } from "../options/option.ts";
import type { NamedCommand } from "./command.ts";
import { optionsOf, takesFile } from "./options_of.ts";

/**
 * Writes a script that makes zsh complete commands, options and their values.
 *
 * @param commands The commands.
 * @returns The script.
 */
export function zshCompletions(commands: readonly NamedCommand[]): string {
  const others = commands.filter(({ name }) => name !== "");
  const list = others.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n");
  return `#compdef mien
# Completion of mien in zsh: source <(mien completions zsh)
_mien() {
  local -a commands=(
${list}
  )
  if (( CURRENT > 2 )) && (( $+functions[_mien_$words[2]] )); then
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    _mien_$command
    return
  fi
  _arguments -s \\
${argumentsOf(commands.find(({ name }) => name === "")!)} \\
    '1: :{_describe command commands; _files}' '*:file:_files'
}
${
    others.map((command) =>
      `_mien_${command.name}() {
  _arguments -s \\
${argumentsOf(command)} \\
    ${command.name === "completions" ? "'1:shell:(bash zsh fish)'" : "'*:file:_files'"}
}`
    ).join("\n")
  }
if [[ $funcstack[1] == _mien ]]; then _mien "$@"; else compdef _mien mien; fi`;
}

function argumentsOf(command: NamedCommand): string {
  return optionsOf(command).map(([name, option]) => `    ${argument(name, option)}`).join(" \\\n");
}

// ref: zshcompsys(1), _arguments.
function argument(name: string, option: Option): string {
  const help = option.help.replaceAll(/[[\]:\\]/g, "\\$&");
  const value = option.kind === "flag" ? "" : valueOf(option);
  const rest = quote(`[${help}]${value}`);
  const { short } = option;
  return short ? `'(-${short} --${name})'{-${short},--${name}}${rest}` : `--${name}${rest}`;
}

function valueOf(option: Exclude<Option, { kind: "flag" }>): string {
  const what = option.placeholder.replaceAll(":", "\\:");
  if (option.kind === "choice") {
    return `${option.implied ? "::" : ":"}${what}:(${option.choices.join(" ")})`;
  }
  return `:${what}:${takesFile(option) ? "_files" : " "}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
