/**
 * The service for `deno serve -A --parallel src/http/fetch.ts`, which runs it once on each core. The
 * environment is read as by `serve.ts`, which cannot be this file too: a module does not know which
 * of `deno serve` and `deno run` has started it.
 *
 * @module
 */

import { noteError } from "../cli/serve_notes.ts";
import { envOptions } from "./env_options.ts";
import { createHandler, type Handler } from "./handler.ts";

/** What `deno serve` takes. */
const service: { readonly fetch: Handler } = {
  fetch: createHandler({ ...envOptions(), onError: noteError }),
};
export default service;
