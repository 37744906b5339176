import type { Option } from "../options/option.ts";
import type { Command } from "./command.ts";
import { optionName } from "./option_name.ts";

/**
 * Lists the options of a command.
 *
 * @param command The command.
 * @returns Their long names and what they are.
 */
export function optionsOf({ options }: Command): (readonly [name: string, option: Option])[] {
  return Object.values(options).flatMap((group) =>
    Object.entries(group).map(([key, option]) => [optionName(key, option), option] as const)
  );
}

/** Whether the value of an option is a file or folder. */
export function takesFile(option: Option): boolean {
  return option.kind === "baseline" ||
    option.kind === "text" && /FILE|FOLDER/.test(option.placeholder);
}
