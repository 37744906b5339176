/**
 * Reads an environment variable.
 *
 * @param name Its name.
 * @returns Its value, or undefined if it is not set or may not be read.
 */
export function readEnv(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
