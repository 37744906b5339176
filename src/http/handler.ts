import { ownBodies } from "./pieces.ts";
import { OptionError } from "../errors.ts";
import { authorize } from "./authorize.ts";
import { addCorsHeaders } from "./cors.ts";
import { checkHost } from "./check_host.ts";
import { discardBody } from "./discard_body.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { withGiven } from "../options/with_given.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { Problem } from "./problem.ts";
import { Routes } from "./routes.ts";
import { addSecurityHeaders } from "./security_headers.ts";

/** Answers requests until it is closed. */
export interface Handler {
  /**
   * Answers a request. It never rejects.
   *
   * @param request The request.
   * @param delivery What `Deno.serve` passes: `completed` settles when the answer has been sent.
   */
  (request: Request, delivery?: { readonly completed?: Promise<void> }): Promise<Response>;
  /**
   * Stops the service: requests being worked on are still answered, further requests get 503, and
   * WebSockets are closed.
   *
   * @param reason Why, for the clients of the WebSockets.
   * @returns Once all requests are answered, or after `deadlineMs`, and the models are freed.
   */
  close(reason?: string): Promise<void>;
}

/**
 * Creates the service: a function from `Request` to `Response` for any server. Other run times than
 * Deno cannot open the WebSocket `/stream`, which answers 501 there. Requests share only the models,
 * and pictures are neither stored nor logged.
 *
 * @param options The default model, who may use the service, and its limits.
 * @returns The handler. It loads a model when the first request asks for it.
 * @throws {OptionError} If the token, the origin or a limit is invalid.
 * @throws {ModelError} If the default model is a name, but not of a bundled model.
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
  const limits = withGiven(defaultLimits, options.limits ?? {});
  checkLimits(limits, options.workers);
  const routes = new Routes(options, limits);

  async function respond(request: Request, url: URL | null, route: string): Promise<Response> {
    try {
      if (url === null) {
        throw new Problem("address-invalid", "Cannot answer: the address is invalid");
      }
      checkHost(request, options.hosts);
      if (request.method === "OPTIONS") return routes.options(route);
      authorize(request, routes.isOpen(route) ? undefined : options.token);
      const response = await routes.answer(request, url, route);
      return request.method === "HEAD" ? await withoutBody(response) : response;
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
    if (delivery.completed !== undefined && request.body) ownBodies.add(request.body);
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
    close: (reason = "The service is shutting down") => routes.close(reason),
  });
}

/** What HEAD is answered: the headers of GET, with the length of its body. */
async function withoutBody(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const { byteLength } = await response.arrayBuffer();
  const head = new Response(null, response);
  head.headers.set("content-length", String(byteLength));
  return head;
}

/** The longest time of a timer. */
const mostMs = 2 ** 31 - 1;

function checkLimits(limits: Limits, workers = 0): void {
  const refuse = (rule: string): never => {
    throw new OptionError("option-invalid", `Cannot serve: ${rule}`);
  };
  for (const [name, value] of Object.entries(limits)) {
    const most = name.endsWith("Ms") ? mostMs : Infinity;
    if (!(value > 0 && value <= most)) {
      refuse(
        `${name} must be above 0${most === mostMs ? ` and at most ${most}` : ""}, not ${value}`,
      );
    }
  }
  if (!(Number.isInteger(workers) && workers >= 0)) {
    refuse(`workers must be a whole number of at least 0, not ${workers}`);
  }
}

function checkOptions({ token, cors }: HandlerOptions): void {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionError(
      "option-invalid",
      "Cannot serve: the token must consist of ASCII characters without spaces",
    );
  }
  if (cors !== undefined && cors !== "*" && URL.parse(cors)?.origin !== cors) {
    throw new OptionError(
      "option-invalid",
      `Cannot serve: the origin must look like https://example.com, or be * for all, not ${cors}`,
    );
  }
}
