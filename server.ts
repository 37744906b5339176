/**
 * The HTTP service as a function from `Request` to `Response`.
 *
 * @module
 */

export { createHandler, type Handler } from "./src/http/handler.ts";
export type { HandlerOptions } from "./src/http/handler_options.ts";
export type { Limits } from "./src/http/limits.ts";
