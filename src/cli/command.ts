import type { Options } from "../options/option.ts";

/** A command: what it does, and what its help, the completions and the manual page say of it. */
export interface Command {
  /** What it does, in one phrase. */
  readonly summary: string;
  /** What follows its name: one line per way to call it. */
  readonly usage: readonly string[];
  /** What else is to know, in paragraphs. */
  readonly about: readonly string[];
  /** Commands to try, each with what it does. */
  readonly examples: readonly (readonly [command: string, effect: string])[];
  /** Its options by heading. */
  readonly options: Readonly<Record<string, Options>>;
  /** What its exit codes mean. */
  readonly exitCodes: string;
  /**
   * Does it.
   *
   * @param args The arguments after its name.
   * @param signal Interrupts it.
   * @param loadAll Loads all commands, the main one first.
   * @returns The exit code.
   * @throws {MienError} If it cannot be done.
   */
  run(
    args: string[],
    signal: AbortSignal,
    loadAll: () => Promise<NamedCommand[]>,
  ): Promise<number>;
}

/** A command with its name, `""` for the main one. */
export interface NamedCommand extends Command {
  readonly name: string;
}
