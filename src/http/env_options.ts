import { readEnv } from "../runtime/read_env.ts";

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
  const model = readEnv("MIEN_MODEL");
  const token = readEnv("MIEN_TOKEN");
  const cors = readEnv("MIEN_CORS");
  // An empty token is an error, not the wish for none.
  return { ...(model && { model }), ...(token !== undefined && { token }), ...(cors && { cors }) };
}
