/**
 * The service, for Deno Deploy, `deno run -A serve.ts` and `deno serve -A serve.ts`. The variables
 * `MIEN_MODEL`, `MIEN_TOKEN` and `MIEN_CORS` are what the options of `cli.ts serve` are.
 *
 * @module
 */

import { noteAddress, noteError } from "./src/cli/serve_notes.ts";
import { envOptions } from "./src/http/env_options.ts";
import { createHandler, type Handler } from "./src/http/handler.ts";
import { serveUntil } from "./src/http/serve_until.ts";

const handler = createHandler({ ...envOptions(), onError: noteError });
const interrupt = new AbortController();
let isDeclared = false;

Deno.addSignalListener("SIGINT", async () => {
  interrupt.abort();
  if (!isDeclared) return;
  await handler.close();
  Deno.exit(130);
});

/** What `deno serve` takes. */
export default {
  fetch: handler,
  onListen(address: Deno.Addr) {
    isDeclared = true;
    noteAddress(address as Deno.NetAddr);
  },
} as { fetch: Handler; onListen(address: Deno.Addr): void };

// `deno serve` looks at the default export as soon as this module has run, `deno run` never.
setTimeout(async () => {
  if (isDeclared) return;
  await serveUntil(handler, { signal: interrupt.signal, onListen: noteAddress });
  Deno.exit(130);
});
