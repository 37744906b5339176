import { canReadEnv } from "./can_read_env.ts";

/**
 * Reads an environment variable.
 *
 * @param name Its name.
 * @returns Its value, or undefined if it is not set or may not be read.
 */
export function readEnv(name: string): string | undefined {
  return canReadEnv(name) ? Deno.env.get(name) : undefined;
}
