/**
 * The command line: `deno run -A cli.ts --help`.
 *
 * Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 an input
 * failed (the others were processed), 2 wrong usage, 130 interrupted by Ctrl-C, 143 by SIGTERM. A
 * reader that closes the pipe (`| head`) ends the program with 0.
 *
 * @module
 */

import { convertCommand } from "./src/cli/convert_command.ts";
import { evalCommand } from "./src/cli/eval_command.ts";
import { Interruption } from "./src/cli/interruption.ts";
import { note } from "./src/cli/output.ts";
import { recognizeCommand } from "./src/cli/recognize_command.ts";
import { serveCommand } from "./src/cli/serve_command.ts";
import { messageOf, MienError, OptionError } from "./src/errors.ts";

const COMMANDS: Record<string, (args: string[], signal: AbortSignal) => Promise<number>> = {
  eval: evalCommand,
  convert: convertCommand,
  serve: serveCommand,
};

async function main(args: string[]): Promise<number> {
  using interruption = new Interruption();
  const { signal } = interruption;
  const [name = "", ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    return await (command ? command(rest, signal) : recognizeCommand(args, signal));
  } catch (error) {
    if (signal.aborted) return interruption.exitCode;
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    note(`mien: ${messageOf(error)}`);
    if (error instanceof OptionError) return 2;
    if (!(error instanceof MienError)) {
      note("mien: This is a bug in Mien, please report it");
    }
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
