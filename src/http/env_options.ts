import type { HandlerOptions } from "./handler_options.ts";

/**
 * Reads options of the handler from the environment: `MIEN_MODEL`, `MIEN_TOKEN`, `MIEN_CORS`. What
 * may not be read counts as not set.
 *
 * @returns Those that are set.
 */
export function envOptions(): Pick<HandlerOptions, "model" | "token" | "cors"> {
  const model = variable("MIEN_MODEL");
  const token = variable("MIEN_TOKEN");
  const cors = variable("MIEN_CORS");
  return { ...(model && { model }), ...(token !== undefined && { token }), ...(cors && { cors }) };
}

/** Whether Deno's permissions let this program see a variable. */
export function canReadEnv(name: string): boolean {
  return Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
}

function variable(name: string): string | undefined {
  return canReadEnv(name) ? Deno.env.get(name) : undefined;
}
