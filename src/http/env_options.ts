/** The options of the service that the environment may hold. */
export interface EnvOptions {
  /** `MIEN_MODEL`. */
  model?: string;
  /** `MIEN_TOKEN`. */
  token?: string;
  /** `MIEN_CORS`. */
  cors?: string;
}

/**
 * Reads options of the handler from the environment. Variables that may not be read count as unset.
 *
 * @returns Those that are set.
 */
export function envOptions(): EnvOptions {
  const model = variable("MIEN_MODEL");
  const token = variable("MIEN_TOKEN");
  const cors = variable("MIEN_CORS");
  // An empty token is an error, not the wish for none.
  return { ...(model && { model }), ...(token !== undefined && { token }), ...(cors && { cors }) };
}

/** Whether Deno's permissions let this program see a variable. */
export function canReadEnv(name: string): boolean {
  return Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
}

function variable(name: string): string | undefined {
  return canReadEnv(name) ? Deno.env.get(name) : undefined;
}
