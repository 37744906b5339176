import type { HandlerOptions } from "./handler.ts";

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

function variable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
