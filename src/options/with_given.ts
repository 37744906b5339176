/**
 * Options with their defaults. One that is `undefined` counts as left out.
 *
 * @param defaults The values of those that are left out.
 * @param given The options.
 * @returns All of them.
 *
 * @example
 * ```ts
 * import { withGiven } from "./with_given.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(withGiven({ a: 1, b: 2 }, { a: undefined, b: 3 }), { a: 1, b: 3 });
 * ```
 */
export function withGiven<Options extends object>(
  defaults: Options,
  given: { readonly [name in keyof Options]?: Options[name] | undefined },
): Options {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}
