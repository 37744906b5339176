/**
 * The service for `deno serve -A --parallel src/cli/fetch.ts`, which runs it once on each core. It
 * takes the same variables as `serve.ts`, which cannot be this file too: a module does not know whether
 * `deno serve` or `deno run` has started it.
 *
 * @module
 */

import { envOptions } from "../http/env_options.ts";
import { createHandler, type Handler } from "../http/handler.ts";
import { noteError } from "./serve_notes.ts";

/** What `deno serve` takes. */
const service: { readonly fetch: Handler } = {
  // There is one of it on each core already, and `deno serve` would wait for workers to end.
  fetch: createHandler({ ...envOptions(), workers: 0, onError: noteError }),
};
export default service;
