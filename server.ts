/**
 * The HTTP service as a function from `Request` to `Response`.
 *
 * @module
 */

export { createHandler, type Handler, type HandlerOptions } from "./src/http/handler.ts";
export type { Limits } from "./src/http/limits.ts";
