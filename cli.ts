/**
 * The command line: `deno run -A cli.ts --help`.
 *
 * Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 an input
 * or an output failed (the others went on), 2 wrong usage, 130 or 143 ended by Ctrl-C or SIGTERM; a second
 * one ends at once. If the reader closes the pipe (`| head`), the program ends with 0.
 *
 * @module
 */

import { explain } from "./src/cli/advice.ts";
import { commandFor } from "./src/cli/commands.ts";
import { errorsOf } from "./src/cli/errors_of.ts";
import { Interruption } from "./src/cli/interruption.ts";
import { note } from "./src/cli/output.ts";
import { MienError, OptionError } from "./src/errors.ts";

async function main(args: string[]): Promise<number> {
  using interruption = new Interruption(args[0] !== "convert");
  const { signal } = interruption;
  try {
    const run = await commandFor(args);
    return await run(signal);
  } catch (error) {
    const failures = errorsOf(error).filter((it) =>
      it !== signal.reason && !(it instanceof Deno.errors.BrokenPipe)
    );
    failures.forEach(report);
    if (signal.aborted) return interruption.exitCode;
    if (failures.some((it) => it instanceof OptionError)) return 2;
    return failures.length > 0 ? 1 : 0;
  }
}

function report(failure: unknown): void {
  note(`mien: ${explain(failure)}`);
  if (!(failure instanceof MienError)) note("mien: This is a bug in Mien, please report it");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
