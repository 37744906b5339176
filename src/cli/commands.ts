import { OptionError } from "../errors.ts";
import { closest } from "./closest.ts";

/** Runs with the arguments that follow its name, and gives the exit code. */
type Command = (args: string[], signal: AbortSignal) => Promise<number>;

/** The commands by name. Each loads only the code that it needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  eval: async () => (await import("./eval_command.ts")).evalCommand,
  convert: async () => (await import("./convert_command.ts")).convertCommand,
  serve: async () => (await import("./serve_command.ts")).serveCommand,
};

/**
 * Finds the command that the first argument names, or else the main command.
 *
 * @param args The arguments of the program.
 * @returns Runs the command.
 * @throws {OptionError} If the first argument looks like a misspelled command.
 */
export async function commandFor(
  args: string[],
): Promise<(signal: AbortSignal) => Promise<number>> {
  const [name = "", ...rest] = args;
  if (Object.hasOwn(COMMANDS, name)) {
    const run = await COMMANDS[name]!();
    return (signal) => run(rest, signal);
  }
  await refuseMisspelled(name);
  const { recognizeCommand } = await import("./recognize_command.ts");
  return (signal) => recognizeCommand(args, signal);
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
