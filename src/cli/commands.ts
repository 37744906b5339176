import { OptionError } from "../errors.ts";
import { closest } from "./closest.ts";
import type { Command, NamedCommand } from "./command.ts";
import type { SUMMARIES } from "./summaries.ts";

/** Loads the commands by name. Each loads only the code that it needs. */
const COMMANDS: Readonly<Record<keyof typeof SUMMARIES, () => Promise<Command>>> = {
  demo: async () => (await import("./demo_command.ts")).DEMO,
  eval: async () => (await import("./eval_command.ts")).EVAL,
  convert: async () => (await import("./convert_command.ts")).CONVERT,
  serve: async () => (await import("./serve_command.ts")).SERVE,
  completions: async () => (await import("./completions_command.ts")).COMPLETIONS,
  man: async () => (await import("./man_command.ts")).MAN,
};

/**
 * Loads the command that the first argument names, or else the main command.
 *
 * @param args The arguments of the program.
 * @returns Runs the command.
 * @throws {OptionError} If the first argument looks like a misspelled command, or help is asked of none.
 */
export async function commandFor(
  args: string[],
): Promise<(signal: AbortSignal) => Promise<number>> {
  const [name = "", ...rest] = args;
  if (isCommand(name)) {
    const command = await COMMANDS[name]();
    return (signal) => command.run(rest, signal, loadAll);
  }
  if (name === "help" && await isMissing(name)) {
    const [topic = "help"] = rest;
    if (topic !== "help" && !topic.startsWith("-") && !isCommand(topic)) {
      const message = `Cannot show help: there is no command ${topic}; see --help`;
      throw new OptionError("option-invalid", message);
    }
    return await commandFor([...rest, "--help"]);
  }
  await refuseMisspelled(name);
  const main = await loadMain();
  return (signal) => main.run(args, signal, loadAll);
}

/** Without a command's name, Mien recognizes. */
async function loadMain(): Promise<Command> {
  return (await import("./recognize_command.ts")).RECOGNIZE;
}

async function loadAll(): Promise<NamedCommand[]> {
  const others = Object.entries(COMMANDS).map(async ([name, load]) => ({ name, ...await load() }));
  return [{ name: "", ...await loadMain() }, ...await Promise.all(others)];
}

function isCommand(name: string): name is keyof typeof SUMMARIES {
  return Object.hasOwn(COMMANDS, name);
}

async function refuseMisspelled(name: string): Promise<void> {
  const near = /^[a-z]+$/.test(name) ? closest(name, Object.keys(COMMANDS)) : undefined;
  if (near === undefined || !await isMissing(name)) return;
  throw new OptionError(
    "option-invalid",
    `Cannot read ${name}: there is no such file or command, did you mean ${near}?`,
  );
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}
