import { STREAM_PROTOCOL } from "./authorize.ts";
import { checkOrigin } from "./cors.ts";
import type { HandlerOptions } from "./handler.ts";
import type { Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Models } from "./models.ts";
import { openapi } from "./openapi.ts";
import { hasPage, page } from "../web/page.ts";
import { predict } from "./predict.ts";
import { type PredictOptions, predictOptions } from "./predict_options.ts";
import { Problem } from "./problem.ts";
import { Slots } from "./slots.ts";
import { openStream } from "./stream.ts";
import { timeLimit } from "../async/time_limit.ts";
import { toProblem } from "./to_problem.ts";
import { Turns } from "./turns.ts";
import { unlessAborted } from "../async/unless_aborted.ts";

interface Route {
  readonly methods: readonly string[];
  /** Whether it is there for those without a token too. */
  readonly isOpen?: true;
  readonly answer: (request: Request, url: URL) => Response | Promise<Response>;
}

const GET = ["GET", "HEAD"];

/** The page and what it loads. */
const pageRoute = "page";

/** The addresses of the service, and what its requests share. */
export class Routes {
  /** What the service did. */
  readonly metrics: Metrics = new Metrics();
  readonly #options: HandlerOptions;
  readonly #limits: Readonly<Limits>;
  readonly #models: Models;
  readonly #turns = new Turns();
  readonly #active = new Slots(Infinity);
  readonly #predictions: Slots;
  readonly #streams: Slots;
  readonly #closing = new AbortController();
  readonly #routes: Readonly<Record<string, Route>> = {
    "/predict": { methods: ["POST"], answer: (request, url) => this.#predict(request, url) },
    "/stream": { methods: ["GET"], answer: (request, url) => this.#stream(request, url) },
    "/models": { methods: GET, answer: async () => Response.json(await this.#models.cards()) },
    "/metrics": { methods: GET, answer: () => this.#metricsText() },
    "/healthz": { methods: GET, isOpen: true, answer: () => new Response("ok\n") },
    "/openapi.json": { methods: GET, isOpen: true, answer: () => this.#openapi() },
    [pageRoute]: { methods: GET, isOpen: true, answer: (_, url) => page(url.pathname) },
  };

  /**
   * @param options What the handler was told.
   * @param limits Its limits, with the defaults filled in.
   */
  constructor(options: HandlerOptions, limits: Readonly<Limits>) {
    this.#options = options;
    this.#limits = limits;
    this.#models = new Models(options.model);
    this.#predictions = new Slots(limits.maxRequests);
    this.#streams = new Slots(limits.maxStreams);
    const { metrics } = this;
    metrics.gauge(
      "mien_predictions",
      "Predictions now read, waited for or worked on.",
      () => this.#predictions.taken,
    );
    metrics.gauge(
      "mien_queue_length",
      "Pictures that wait for their turn.",
      () => this.#turns.waiting,
    );
    metrics.gauge("mien_streams", "Open WebSockets.", () => this.#streams.taken);
    metrics.gauge("mien_models_loaded", "Models in memory.", () => this.#models.loaded);
  }

  /** Counts a request as being answered until it is disposed; those that only get a refusal do not. */
  takeActive(): Disposable | undefined {
    return this.#closing.signal.aborted ? undefined : this.#active.take();
  }

  /** Which route a path leads to, as the metrics name it. */
  nameOf(path = ""): string {
    if (hasPage(path)) return pageRoute;
    return path !== pageRoute && Object.hasOwn(this.#routes, path) ? path : "none";
  }

  /** Whether a route needs no token. */
  isOpen(route: string): boolean {
    return route === "none" || (this.#routes[route]!.isOpen ?? false);
  }

  /**
   * Answers a question about what a route takes.
   *
   * @throws {Problem} If there is no such route.
   */
  options(route: string): Response {
    return new Response(null, { status: 204, headers: { allow: this.#allow(route) } });
  }

  /**
   * Answers a request.
   *
   * @param request The request; its token is already checked.
   * @param url Its address.
   * @param route Where it leads.
   * @throws {Problem} If it cannot be answered.
   */
  async answer(request: Request, url: URL, route: string): Promise<Response> {
    const { methods, answer } = this.#find(route);
    if (this.#closing.signal.aborted) {
      throw new Problem("closing", "Cannot answer: the service is about to stop", {
        "retry-after": "1",
        "connection": "close",
      });
    }
    if (!methods.includes(request.method)) {
      const allow = this.#allow(route);
      throw new Problem("method-not-allowed", `Cannot answer: the methods are ${allow}`, { allow });
    }
    return await answer(request, url);
  }

  /** What a client is told of an error, which is counted, and reported where the service made it. */
  problemOf(error: unknown): Problem {
    const problem = toProblem(error);
    if (problem.type === "internal") this.#options.onError?.(error);
    this.metrics.count("mien_errors_total", "Problems answered.", { type: problem.type });
    return problem;
  }

  /** See {@linkcode Handler.close}. */
  async close(reason: string): Promise<void> {
    this.#closing.abort(new Error(reason));
    using time = timeLimit(this.#limits.deadlineMs, () => new Error("The time is up"));
    const ended = Promise.all([this.#active.empty(), this.#streams.empty()]);
    await unlessAborted(ended, time.signal).catch(() => {});
    this.#models[Symbol.dispose]();
  }

  #find(route: string): Route {
    const found = this.#routes[route];
    if (found !== undefined) return found;
    throw new Problem("not-found", "Cannot answer: there is nothing at this address");
  }

  #allow(route: string): string {
    return [...this.#find(route).methods, "OPTIONS"].join(", ");
  }

  #asked({ searchParams }: URL): PredictOptions {
    return predictOptions(searchParams, this.#models.names, this.#models.defaultName);
  }

  async #predict(request: Request, url: URL): Promise<Response> {
    checkOrigin(request, this.#options.cors);
    const asked = this.#asked(url);
    using slot = this.#predictions.take();
    if (slot === undefined) throw busy("requests are in work");
    const { deadlineMs } = this.#limits;
    using time = timeLimit(
      deadlineMs,
      () => new Problem("deadline", `Cannot answer: it was not done after ${deadlineMs} ms`),
    );
    const shared = { models: this.#models, turns: this.#turns, limits: this.#limits };
    return await predict(request, asked, shared, time.signal);
  }

  #stream(request: Request, url: URL): Response {
    if (typeof Deno === "undefined") {
      const state = "only Deno opens WebSockets for a handler; send pictures to /predict";
      throw new Problem("stream-unsupported", `Cannot answer: ${state}`);
    }
    checkOrigin(request, this.#options.cors);
    const options = this.#asked(url);
    const slot = this.#streams.take();
    if (slot === undefined) throw busy("streams are open");
    const offered = request.headers.get("sec-websocket-protocol")?.split(",") ?? [];
    const isOffered = offered.some((name) => name.trim() === STREAM_PROTOCOL);
    try {
      return openStream(request, {
        options,
        recognizer: (name) => this.#models.recognizer(name),
        turns: this.#turns,
        limits: this.#limits,
        signal: this.#closing.signal,
        metrics: this.metrics,
        problemOf: (error) => this.problemOf(error),
        protocol: isOffered ? STREAM_PROTOCOL : undefined,
        slot,
      });
    } catch (error) {
      slot[Symbol.dispose]();
      throw error;
    }
  }

  #openapi(): Response {
    const { token } = this.#options;
    const needsToken = token !== undefined;
    return Response.json(openapi({ models: this.#models.names, limits: this.#limits, needsToken }));
  }

  #metricsText(): Response {
    const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
    return new Response(this.metrics.toText(), { headers });
  }
}

function busy(state: string): Problem {
  return new Problem("busy", `Cannot answer: as many ${state} as the service takes`, {
    "retry-after": "1",
  });
}
