/**
 * Imports an npm package that only one feature needs. Deno would install and resolve a package named by
 * a literal at every start, whether it is used or not.
 *
 * @param specifier The package and its version: `npm:shlex@3.0.0`.
 * @returns The package.
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
export async function importPackage<Package>(specifier: string): Promise<Package> {
  return await import(specifier);
}
