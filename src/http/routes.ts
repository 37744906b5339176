import { Arrivals } from "./arrivals.ts";
import { checkOrigin } from "./cors.ts";
import type { HandlerOptions } from "./handler_options.ts";
import type { Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Models } from "./models.ts";
import { openapi } from "./openapi.ts";
import { isPagePath, page } from "../web/page.ts";
import { predict } from "./predict.ts";
import { predictOptions, streamOptions } from "./predict_options.ts";
import { Problem } from "./problem.ts";
import { Slots } from "./slots.ts";
import { openSocket } from "./open_socket.ts";
import { deadline } from "../async/deadline.ts";
import { timeLimit } from "../async/time_limit.ts";
import { toProblem } from "./to_problem.ts";
import { WorkerPool } from "../parallel/worker_pool.ts";

interface Route {
  readonly methods: readonly string[];
  /** Whether it needs no token. */
  readonly isOpen?: true;
  /** Answers a request, or gives undefined if there is nothing at its address. */
  readonly answer: (request: Request, url: URL) => Response | Promise<Response | undefined>;
}

const GET = ["GET", "HEAD"];

/** The route of the page and of its files. */
const pageRoute = "page";

/** The addresses of the service, and what its requests share. */
export class Routes {
  /** Metrics of all requests. */
  readonly metrics: Metrics = new Metrics();
  readonly #options: HandlerOptions;
  readonly #limits: Readonly<Limits>;
  readonly #models: Models;
  readonly #active = new Slots(Infinity);
  readonly #arrivals: Arrivals;
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
    [pageRoute]: {
      methods: GET,
      isOpen: true,
      answer: ({ headers }, url) => page(url.pathname, headers),
    },
  };

  /**
   * @param options The handler's options.
   * @param limits Its limits, with the defaults filled in.
   */
  constructor(options: HandlerOptions, limits: Readonly<Limits>) {
    this.#options = options;
    this.#limits = limits;
    this.#models = new Models(options.model, poolOf(options));
    this.#arrivals = new Arrivals(limits.maxBodies, limits.maxRequests * limits.maxBodyBytes);
    this.#predictions = new Slots(limits.maxRequests);
    this.#streams = new Slots(limits.maxStreams);
    this.#addGauges();
  }

  /** Counts a request as active until disposed. Once the service is closing, requests are not counted. */
  takeActive(): Disposable | undefined {
    return this.#closing.signal.aborted ? undefined : this.#active.take();
  }

  /** The route of a path, as the metrics name it. */
  nameOf(path = ""): string {
    if (isPagePath(path)) return pageRoute;
    return path !== pageRoute && Object.hasOwn(this.#routes, path) ? path : "none";
  }

  /** Whether a route needs no token. */
  isOpen(route: string): boolean {
    return route === "none" || (this.#routes[route]!.isOpen ?? false);
  }

  /**
   * Answers which methods a route accepts.
   *
   * @throws {Problem} If there is no such route.
   */
  options(route: string): Response {
    return new Response(null, { status: 204, headers: { allow: this.#allow(route) } });
  }

  /**
   * Answers a request.
   *
   * @param request The request, whose token is already checked.
   * @param url Its address.
   * @param route The route of the address.
   * @throws {Problem} If it cannot be answered.
   */
  async answer(request: Request, url: URL, route: string): Promise<Response> {
    const { methods, answer } = this.#find(route);
    if (this.#closing.signal.aborted) {
      throw new Problem("closing", "Cannot answer: the service is shutting down", {
        "retry-after": "1",
        "connection": "close",
      });
    }
    if (!methods.includes(request.method)) {
      const allow = this.#allow(route);
      throw new Problem("method-not-allowed", `Cannot answer: the allowed methods are ${allow}`, {
        allow,
      });
    }
    const response = await answer(request, url);
    if (response === undefined) throw nothing();
    return response;
  }

  /** What a client is told about an error. Counts it, and reports it if it is the service's own. */
  problemOf(error: unknown): Problem {
    const problem = toProblem(error);
    if (problem.type === "internal") this.#options.onError?.(error);
    this.metrics.count("mien_errors_total", "Problems answered.", { type: problem.type });
    return problem;
  }

  /** See {@linkcode Handler.close}. */
  async close(reason: string): Promise<void> {
    this.#closing.abort(new Error(reason));
    const ended = Promise.all([this.#active.empty(), this.#streams.empty()]);
    await deadline(ended, this.#limits.deadlineMs).catch(() => {});
    this.#models[Symbol.dispose]();
  }

  #addGauges(): void {
    const gauges: [name: string, help: string, read: () => number][] = [
      ["predictions", "Requests to /predict in progress.", () => this.#predictions.taken],
      ["bodies", "Bodies that are arriving.", () => this.#arrivals.count],
      ["body_bytes", "Bytes of bodies that are arriving.", () => this.#arrivals.bytes],
      ["queue_length", "Pictures waiting for their turn.", () => this.#models.waiting],
      ["streams", "Open WebSockets.", () => this.#streams.taken],
      ["workers", "Workers that run.", () => this.#models.workers.running],
      ["workers_ended", "Workers that have been replaced.", () => this.#models.workers.ended],
      ["models_loaded", "Models in memory.", () => this.#models.loaded],
    ];
    for (const [name, help, read] of gauges) this.metrics.gauge(`mien_${name}`, help, read);
  }

  #find(route: string): Route {
    const found = this.#routes[route];
    if (found === undefined) throw nothing();
    return found;
  }

  #allow(route: string): string {
    return [...this.#find(route).methods, "OPTIONS"].join(", ");
  }

  async #predict(request: Request, url: URL): Promise<Response> {
    checkOrigin(request, this.#options.cors);
    const { names, defaultName } = this.#models;
    const asked = predictOptions(url.searchParams, names, defaultName);
    // A service that is at work already does not wait for the body to say so.
    this.#startPrediction()[Symbol.dispose]();
    const { deadlineMs } = this.#limits;
    using time = timeLimit(
      deadlineMs,
      () => new Problem("deadline", `Cannot answer: it took longer than ${deadlineMs} ms`),
    );
    const start = () => this.#startPrediction();
    const shared = { models: this.#models, limits: this.#limits, arrivals: this.#arrivals, start };
    return await predict(request, asked, shared, time.signal);
  }

  #startPrediction(): Disposable {
    const place = this.#predictions.take();
    if (place === undefined) throw busy("requests");
    return place;
  }

  #stream(request: Request, url: URL): Response {
    checkOrigin(request, this.#options.cors);
    const { names, defaultName } = this.#models;
    const options = streamOptions(url.searchParams, names, defaultName);
    const slot = this.#streams.take();
    if (slot === undefined) throw busy("streams");
    try {
      return openSocket(request, {
        options,
        observer: (name) => this.#models.observer(name),
        limits: this.#limits,
        metrics: this.metrics,
        problemOf: (error) => this.problemOf(error),
        signal: this.#closing.signal,
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

function poolOf({ workers, onError }: HandlerOptions): WorkerPool | undefined {
  const size = typeof Worker === "undefined" ? 0 : workers ?? navigator.hardwareConcurrency;
  return size === 0
    ? undefined
    : new WorkerPool({ size, ...(onError && { onWorkerEnd: onError }) });
}

function nothing(): Problem {
  return new Problem("not-found", "Cannot answer: there is nothing at this address");
}

function busy(what: string): Problem {
  return new Problem("busy", `Cannot answer: the service has too many ${what}`, {
    "retry-after": "1",
    "connection": "close",
  });
}
