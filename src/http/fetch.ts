/**
 * The service for `deno serve -A --parallel src/http/fetch.ts`, which runs it once on each core. It
 * reads the same environment variables as `serve.ts`. They are two files because a module cannot know
 * whether `deno serve` or `deno run` has started it.
 *
 * @module
 */

import { noteError } from "../cli/serve_notes.ts";
import { envOptions } from "./env_options.ts";
import { createHandler, type Handler } from "./handler.ts";

/** The service, as `deno serve` expects it. */
const service: { readonly fetch: Handler } = {
  fetch: createHandler({ ...envOptions(), onError: noteError }),
};
export default service;
