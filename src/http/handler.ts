import { messageOf } from "../errors.ts";
import { authorize, STREAM_PROTOCOL } from "./authorize.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Models } from "./models.ts";
import { page } from "./page.ts";
import { predictOptions } from "./predict_options.ts";
import { Problem } from "./problem.ts";
import { Slots } from "./slots.ts";
import { openStream } from "./stream.ts";
import { Turns } from "./turns.ts";

/** What {@linkcode createHandler} can be told. All fields may be left out. */
export interface HandlerOptions {
  /** The model where a request names none: a bundled name, or a model's folder. @default {"five"} */
  model?: string | URL;
  /** What requests have to bring as `Authorization: Bearer TOKEN`. @default {none needed} */
  token?: string;
  /** The origin whose pages may use the service, `*` for all. @default {its own alone} */
  cors?: string;
  /** What a request and the instance may take; see {@linkcode Limits} for the defaults. */
  limits?: Partial<Limits>;
}

/** Answers requests until it is closed. */
export interface Handler {
  /** Answers one request. It never rejects. */
  (request: Request): Promise<Response>;
  /**
   * Stops: requests that come now are answered with 503, those in work as ever, and WebSockets are
   * closed with the reason.
   *
   * @param reason Tells the clients why.
   * @returns When all are answered and closed.
   */
  close(reason?: string): Promise<void>;
}

/** Makes the service: a function from request to response. */
export function createHandler(options: HandlerOptions = {}): Handler {
  const limits = { ...defaultLimits, ...options.limits };
  const models = new Models(options.model);
  const metrics = new Metrics();
  const turns = new Turns();
  const streams = new Slots(limits.maxStreams);
  const closing = new AbortController();

  async function route(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/stream") {
      authorize(request, options.token);
      const offered = request.headers.get("sec-websocket-protocol")?.split(/\s*,\s*/) ?? [];
      const asked = predictOptions(url.searchParams, models.names, models.defaultName);
      const slot = streams.take();
      if (!slot) throw new Problem("busy", "Cannot open stream: too many are open");
      return openStream(request, {
        options: asked,
        recognizer: (name) => models.recognizer(name),
        turns,
        limits,
        signal: closing.signal,
        metrics,
        protocol: offered.includes(STREAM_PROTOCOL) ? STREAM_PROTOCOL : undefined,
        slot,
      });
    }
    const found = await page(url.pathname);
    if (found) return found;
    throw new Problem("not-found", "Cannot answer: there is nothing at this address");
  }

  async function handle(request: Request): Promise<Response> {
    try {
      return await route(request);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("internal", messageOf(error));
      return problem.toResponse();
    }
  }

  return Object.assign(handle, {
    async close(reason = "The service is about to stop"): Promise<void> {
      closing.abort(new Error(reason));
      await streams.empty();
      models[Symbol.dispose]();
    },
  });
}
