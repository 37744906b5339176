/**
 * The command line: `deno run -A cli.ts --help`.
 *
 * Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 an input
 * failed (the others were processed), 2 wrong usage, 130 or 143 ended by Ctrl-C or SIGTERM, at
 * once by a second one. A reader that closes the pipe (`| head`) ends the program with 0.
 *
 * @module
 */

import { convertCommand } from "./src/cli/convert_command.ts";
import { errorsOf } from "./src/cli/errors_of.ts";
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
    const failures = errorsOf(error).filter((it) =>
      it !== signal.reason && !(it instanceof Deno.errors.BrokenPipe)
    );
    failures.forEach(tell);
    if (signal.aborted) return interruption.exitCode;
    if (failures.some((it) => it instanceof OptionError)) return 2;
    return failures.length > 0 ? 1 : 0;
  }
}

function tell(failure: unknown): void {
  note(`mien: ${messageOf(failure)}`);
  if (!(failure instanceof MienError)) note("mien: This is a bug in Mien, please report it");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
