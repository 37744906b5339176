import { delimiter, join } from "node:path";
import { readEnv } from "../runtime/read_env.ts";

/**
 * Whether there is no program of a name, as far as that can be told without running it.
 *
 * @param program A name, which is looked for on the `PATH`, or a path.
 * @returns False also where the `PATH` or a folder on it may not be read, and on Windows.
 *
 * @example
 * ```ts
 * import { isMissingProgram } from "./is_missing_program.ts";
 * import assert from "node:assert/strict";
 *
 * assert(await isMissingProgram("no-such-program"));
 * assert(!await isMissingProgram(Deno.execPath()));
 * ```
 */
export async function isMissingProgram(program: string): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  const folders = program.includes("/") ? [""] : readEnv("PATH")?.split(delimiter) ?? [];
  if (folders.length === 0) return false;
  for (const folder of folders) {
    const path = join(folder, program);
    const { state } = await Deno.permissions.query({ name: "read", path });
    if (state !== "granted") return false;
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return false;
  }
  return true;
}
