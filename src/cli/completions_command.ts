import { OptionError } from "../errors.ts";
import type { Options } from "../options/option.ts";
import { bashCompletions } from "./bash_completions.ts";
import type { Command, NamedCommand } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { fishCompletions } from "./fish_completions.ts";
import { helpText } from "./help_text.ts";
import { writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { SUMMARIES } from "./summaries.ts";
import { zshCompletions } from "./zsh_completions.ts";

const SHELLS: Readonly<Record<string, (commands: readonly NamedCommand[]) => string>> = {
  bash: bashCompletions,
  zsh: zshCompletions,
  fish: fishCompletions,
};

const OPTIONS = { help: COMMON_OPTIONS.help } as const satisfies Options;

/** `mien completions`: prints a script for a shell. */
export const COMPLETIONS: Command = {
  summary: SUMMARIES.completions,
  usage: ["[options] SHELL"],
  about: ["SHELL is bash, zsh or fish. The script completes a command with the name mien."],
  examples: [
    ["source <(mien completions bash)", "for ~/.bashrc"],
    ["source <(mien completions zsh)", "for ~/.zshrc, after compinit"],
    ["mien completions fish > ~/.config/fish/completions/mien.fish", ""],
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
  const { help, inputs: [shell = "", ...more] } = parseSettings(args, OPTIONS);
  if (help) return await writeLine(helpText(COMPLETIONS, "completions")), 0;
  if (!Object.hasOwn(SHELLS, shell) || more.length > 0) {
    throw new OptionError(
      "option-invalid",
      `Cannot print completions: give one of ${Object.keys(SHELLS).join(", ")}`,
    );
  }
  await writeLine(SHELLS[shell]!(await loadAll()));
  return 0;
}
