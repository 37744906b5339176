import type { NamedCommand } from "./command.ts";
import { optionsOf, takesFile } from "./options_of.ts";

/**
 * Writes a script that makes bash complete commands, options and their values.
 *
 * @param commands The commands.
 * @returns The script.
 */
export function bashCompletions(commands: readonly NamedCommand[]): string {
  const names = commands.map(({ name }) => name).filter((name) => name !== "");
  return `# Completion of mien in bash: source <(mien completions bash)
_mien() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= options=
  # Bash takes --format=te for three words.
  if [[ $word == = ]]; then word=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if (( COMP_CWORD > 1 )); then
    case \${COMP_WORDS[1]} in ${names.join("|")}) command=\${COMP_WORDS[1]} ;; esac
  fi
  COMPREPLY=()
  case $command:$before in
${commands.flatMap(valuesOf).map((line) => `    ${line}`).join("\n")}
  esac
  case $command in
${commands.map(optionNames).map((line) => `    ${line}`).join("\n")}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $command == completions ]]; then COMPREPLY=($(compgen -W "bash zsh fish" -- "$word"))
  elif (( COMP_CWORD == 1 )); then COMPREPLY=($(compgen -W "${names.join(" ")}" -- "$word")); fi
}
complete -o default -F _mien mien`;
}

/** What follows an option: one of its values, a file, or what cannot be completed. */
function valuesOf(command: NamedCommand): string[] {
  return optionsOf(command).flatMap(([name, option]) => {
    if (option.kind === "flag") return [];
    const names = [`--${name}`, ...option.short ? [`-${option.short}`] : []];
    const pattern = names.map((it) => `${command.name}:${it}`).join("|");
    if (option.kind === "choice") {
      const values = `COMPREPLY=($(compgen -W "${option.choices.join(" ")}" -- "$word"))`;
      // The value may be left out.
      return [`${pattern}) ${values}${option.implied ? "; [[ $word == -* ]] ||" : ";"} return ;;`];
    }
    return [`${pattern}) ${takesFile(option) ? "" : "compopt +o default; "}return ;;`];
  });
}

function optionNames(command: NamedCommand): string {
  const names = optionsOf(command).flatMap(([name, { short }]) => [
    `--${name}`,
    ...short ? [`-${short}`] : [],
  ]);
  return `"${command.name}") options="${names.join(" ")}" ;;`;
}
