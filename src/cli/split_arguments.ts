import { importPackage } from "../runtime/import_package.ts";
import { messageOf, OptionError } from "../errors.ts";
import { hidePassword } from "../ffmpeg/hide_password.ts";

/**
 * Splits a line into arguments as a POSIX shell does: at spaces, respecting quotes and backslashes.
 * Nothing is expanded.
 *
 * @param line The line.
 * @returns The arguments.
 * @throws {OptionError} If a quote is not closed.
 *
 * @example
 * ```ts
 * import { splitArguments } from "./split_arguments.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(await splitArguments(`-re -i "my clip.mp4"`), ["-re", "-i", "my clip.mp4"]);
 * ```
 */
export async function splitArguments(line: string): Promise<string[]> {
  const { split } = await importPackage<typeof import("npm:shlex@3.0.0")>("npm:shlex@3.0.0");
  try {
    return split(line);
  } catch (cause) {
    throw new OptionError(
      "option-invalid",
      `Cannot split ${hidePassword(line)} into arguments: ${messageOf(cause)}`,
      { cause },
    );
  }
}
