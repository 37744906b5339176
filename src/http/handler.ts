import { OptionError } from "../errors.ts";
import { authorize } from "./authorize.ts";
import { addCorsHeaders } from "./cors.ts";
import { discardBody } from "./discard_body.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { Problem } from "./problem.ts";
import { Routes } from "./routes.ts";
import { addSecurityHeaders } from "./security_headers.ts";

/** What {@linkcode createHandler} can be told. All fields may be left out. */
export interface HandlerOptions {
  /** The model where a request names none: a bundled name, or a model's folder. @default {"five"} */
  model?: string | URL;
  /** What requests have to bring as `Authorization: Bearer TOKEN`. @default {none needed} */
  token?: string;
  /** The origin whose pages may use the service, `*` for all. @default {its own alone} */
  cors?: string;
  /** What a request and the instance may take. @default {defaultLimits} */
  limits?: Partial<Limits>;
  /** Gets what went wrong in the service itself; the client is told nothing of it. */
  onError?: (error: unknown) => void;
}

/** Answers requests until it is closed. */
export interface Handler {
  /**
   * Answers one request. It never rejects.
   *
   * @param request The request.
   * @param delivery As `Deno.serve` gives it: `completed` settles when the answer was sent.
   */
  (request: Request, delivery?: { readonly completed?: Promise<void> }): Promise<Response>;
  /**
   * Stops: requests that come now are answered with 503, those in work as ever, and WebSockets are
   * closed with the reason.
   *
   * @param reason Tells the clients why.
   * @returns When all are answered and closed, or `deadlineMs` have passed, and the models freed.
   */
  close(reason?: string): Promise<void>;
}

/**
 * Makes the service: a function from the web's `Request` to its `Response`, to be mounted in any
 * server. Off Deno, `/stream` answers 501. Requests share nothing but the models, and nothing of a
 * picture is stored or logged.
 *
 * @param options The model, who may use it and how much.
 * @returns The handler, which loads a model when it is first asked for.
 * @throws {OptionError} If the token or the origin is none.
 *
 * @example
 * ```ts
 * import { createHandler } from "@mien/mien/server";
 * import assert from "node:assert/strict";
 *
 * const handler = createHandler();
 * const body = await Deno.readFile("fixtures/astronaut.png");
 * const headers = { "content-type": "image/png" };
 * const request = new Request("http://localhost/predict", { method: "POST", headers, body });
 * const { faces } = await (await handler(request)).json();
 * assert.equal(faces[0].emotion, "happy");
 * await handler.close();
 * ```
 */
export function createHandler(options: HandlerOptions = {}): Handler {
  checkOptions(options);
  const limits = { ...defaultLimits, ...options.limits };
  const routes = new Routes(options, limits);

  async function respond(request: Request, url: URL | null, route: string): Promise<Response> {
    try {
      if (url === null) throw new Problem("address-invalid", "Cannot answer: no address is asked");
      if (request.method === "OPTIONS") return routes.options(route);
      authorize(request, routes.isOpen(route) ? undefined : options.token);
      const response = await routes.answer(request, url, route);
      return request.method === "HEAD" ? new Response(null, response) : response;
    } catch (error) {
      const response = routes.problemOf(error).toResponse();
      if (!await discardBody(request, 8 * limits.maxBodyBytes)) {
        response.headers.set("connection", "close");
      }
      return response;
    }
  }

  async function handle(
    request: Request,
    delivery: { readonly completed?: Promise<void> } = {},
  ): Promise<Response> {
    const start = performance.now();
    const active = routes.takeActive();
    const url = URL.parse(request.url);
    const route = routes.nameOf(url?.pathname);
    const response = await respond(request, url, route);
    const { status } = response;
    const done = () => active?.[Symbol.dispose]();
    if (status === 101 || delivery.completed === undefined) done();
    else delivery.completed.then(done, done);
    routes.metrics.count("mien_requests_total", "Requests answered.", { route, status });
    if (status === 101) return response;
    routes.metrics.observe(route, (performance.now() - start) / 1000);
    addSecurityHeaders(response.headers);
    addCorsHeaders(response.headers, request, options.cors);
    return response;
  }

  return Object.assign(handle, {
    close: (reason = "The service stops") => routes.close(reason),
  });
}

function checkOptions({ token, cors }: HandlerOptions): void {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionError(
      "option-invalid",
      "Cannot serve: a token is made of ASCII characters without spaces",
    );
  }
  if (cors !== undefined && cors !== "*" && URL.parse(cors)?.origin !== cors) {
    throw new OptionError(
      "option-invalid",
      `Cannot serve: an origin is written as https://example.com, or * for all, not as ${cors}`,
    );
  }
}
