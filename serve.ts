/**
 * The service, for Deno Deploy and `deno run -A serve.ts`. The environment variables
 * `MIEN_MODEL`, `MIEN_TOKEN` and `MIEN_CORS` replace the options of `cli.ts serve`.
 *
 * @module
 */

import { explain } from "./src/cli/advice.ts";
import { Interruption } from "./src/cli/interruption.ts";
import { note } from "./src/cli/output.ts";
import { noteAddress, noteError } from "./src/cli/serve_notes.ts";
import { MienError } from "./src/errors.ts";
import { envOptions } from "./src/http/env_options.ts";
import { createHandler } from "./src/http/handler.ts";
import { serveUntil } from "./src/http/serve_until.ts";

using interruption = new Interruption();
const options = envOptions();
try {
  const handler = createHandler({ ...options, onError: noteError });
  await serveUntil(handler, {
    signal: interruption.signal,
    onListen: (address) => noteAddress(address, options.token),
  });
} catch (error) {
  if (!(error instanceof MienError)) throw error;
  note(`mien: ${explain(error)}`);
  Deno.exit(1);
}
Deno.exit();
