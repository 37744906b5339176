import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "./not_capable.ts";

/**
 * Imports an npm package that only one feature needs. Deno would install and resolve a package named by
 * a literal at every start, whether it is used or not.
 *
 * @param specifier The package and its version: `npm:shlex@3.0.0`.
 * @param options What a file that is no script needs: `{ with: { type: "json" } }`.
 * @returns The package.
 * @throws {EnvironmentError} If it is not there and cannot be fetched (`package-missing`).
 *
 * @example
 * ```ts
 * import { importPackage } from "./import_package.ts";
 * import assert from "node:assert/strict";
 *
 * const { split } = await importPackage<typeof import("npm:shlex@3.0.0")>("npm:shlex@3.0.0");
 * assert.deepEqual(split("a 'b c'"), ["a", "b c"]);
 * ```
 */
export async function importPackage<Package>(
  specifier: string,
  options: ImportCallOptions = {},
): Promise<Package> {
  try {
    return await import(specifier, options);
  } catch (cause) {
    if (!(cause instanceof TypeError) || isNotCapable(cause)) throw cause;
    // Deno goes on with the causes, numbered.
    const [why] = messageOf(cause).split(/\s+0: |\n/, 1);
    const message = `Cannot fetch ${specifier.replace("npm:", "package ")}: ${why}`;
    throw new EnvironmentError("package-missing", message, { cause });
  }
}
