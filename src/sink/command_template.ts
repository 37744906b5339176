import { OptionError } from "../errors.ts";

/** The names of the placeholders. */
const PLACEHOLDERS = ["id", "emotion", "confidence", "time", "source"] as const;

/** The text for each placeholder. */
export type PlaceholderValues = Record<typeof PLACEHOLDERS[number], string>;

/** A program and its arguments, which may hold placeholders. */
export interface CommandTemplate {
  /** The program. */
  readonly program: string;
  /** Its arguments. */
  readonly args: readonly string[];
}

/**
 * Checks a command whose arguments may hold placeholders.
 *
 * @param command The program and its arguments.
 * @returns The program and its arguments.
 * @throws {OptionError} If it names no program or an unknown placeholder.
 *
 * @example
 * ```ts
 * import { parseCommandTemplate } from "./command_template.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseCommandTemplate(["notify-send", "Face {id}", "{emotion}"]), {
 *   program: "notify-send",
 *   args: ["Face {id}", "{emotion}"],
 * });
 * ```
 */
export function parseCommandTemplate(command: readonly string[]): CommandTemplate {
  const [program = "", ...args] = command;
  const known: readonly string[] = PLACEHOLDERS.map((name) => `{${name}}`);
  const refuse = (reason: string) =>
    new OptionError("option-invalid", `Cannot run "${command.join(" ")}" on changes: ${reason}`);
  if (program === "") throw refuse("it names no program");
  if (/\{\w+\}/.test(program)) throw refuse("the program cannot be a placeholder");
  const unknown = args.join(" ").match(/\{\w+\}/g)?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`${unknown} is not one of ${known.join(" ")}`);
  return { program, args };
}

/**
 * Replaces the placeholders with values. A value never splits or adds arguments.
 *
 * @param template The command.
 * @param values The values.
 * @returns The arguments.
 *
 * @example
 * ```ts
 * import { fillCommandTemplate } from "./command_template.ts";
 * import assert from "node:assert/strict";
 *
 * const values = { id: "1", emotion: "{id} sad", confidence: "0.9", time: "2", source: "a b" };
 * const template = { program: "p", args: ["{emotion}", "--in={source}"] };
 * assert.deepEqual(fillCommandTemplate(template, values), ["{id} sad", "--in=a b"]);
 * ```
 */
export function fillCommandTemplate(
  template: CommandTemplate,
  values: PlaceholderValues,
): string[] {
  const placeholder = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");
  return template.args.map((arg) =>
    arg.replaceAll(placeholder, (_, name: keyof PlaceholderValues) => values[name])
  );
}
