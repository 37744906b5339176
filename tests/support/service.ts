import { createHandler, type Handler } from "../../src/http/handler.ts";
import type { HandlerOptions } from "../../src/http/handler_options.ts";
import { serveUntil } from "../../src/http/serve_until.ts";
import { fixture } from "./ffmpeg.ts";

/** The service, listening on a free port. */
export class Service implements AsyncDisposable {
  readonly handler: Handler;
  readonly errors: unknown[] = [];
  readonly port: number;
  readonly #stop = new AbortController();
  readonly #stopped: Promise<void>;

  constructor(options: HandlerOptions = {}) {
    this.handler = createHandler({ onError: (error) => this.errors.push(error), ...options });
    let port = 0;
    this.#stopped = serveUntil(this.handler, {
      hostname: "127.0.0.1",
      port: 0,
      signal: this.#stop.signal,
      onListen: (address) => port = address.port,
    });
    this.port = port;
  }

  /** Its name and port. */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The URL of a path. */
  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url(path), init);
  }

  /** Sends a picture. */
  predict(body: BodyInit, type = "image/png", query = ""): Promise<Response> {
    return this.fetch(`/predict${query}`, {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
  }

  /** The value of a metric, 0 if it is missing. */
  async metric(line: string): Promise<number> {
    const text = await (await this.fetch("/metrics")).text();
    const found = text.split("\n").find((each) => each.startsWith(`${line} `));
    return Number(found?.split(" ").at(-1) ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#stopped;
  }
}

/** The end of a problem's type and its status. */
export async function problemOf(response: Response): Promise<string> {
  const { type, status } = await response.json();
  if (status !== response.status) throw new Error(`${status} in a ${response.status}`);
  if (response.headers.get("content-type") !== "application/problem+json") {
    throw new Error(`${response.headers.get("content-type")}`);
  }
  return `${status} ${type.replace("urn:mien:problem:", "")}`;
}

/** Bytes of a file in `fixtures/`. */
export function picture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(fixture(name));
}

/** A stream's client with no automatic behaviour. */
export async function openRawStream(port: number): Promise<Deno.TcpConn> {
  const raw = await Deno.connect({ hostname: "127.0.0.1", port });
  await raw.write(
    new TextEncoder().encode(
      "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ),
  );
  await raw.read(new Uint8Array(1000));
  return raw;
}
