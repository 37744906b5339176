import fc from "npm:fast-check@4.3.0";
import type { Service } from "../support/service.ts";
import { mutated } from "./mutations.ts";
import { type Reader, reader } from "./reader.ts";

/** A client's mistake, which the service has answered as such. */
export class Refused extends Error {}

/** The service's readers: requests, and messages of WebSockets. */
export function serviceReaders(service: Service, pictures: readonly Uint8Array[]): Reader[] {
  const types = fc.oneof(
    fc.constantFrom("image/jpeg", "image/png", "image/webp", "multipart/form-data; boundary=X", ""),
    fc.string({ unit: "binary-ascii" }),
  );
  const paths = fc.oneof(
    { weight: 3, arbitrary: fc.constant("/predict") },
    fc.constantFrom("/", "/healthz", "/models", "/stream", "/predict/", "/%00", "//predict"),
    fc.string().map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
  );
  const queries = fc.array(
    fc.tuple(
      fc.constantFrom("model", "min_score", "max_faces", "crop_only", "detect", "baseline", "x"),
      fc.oneof(
        fc.constantFrom("", "0", "1", "1e9", "-1", "true", "five", "../x", "nhs"),
        fc.string(),
      ),
    ),
    { maxLength: 3 },
  ).map((pairs) => {
    const query = new URLSearchParams(pairs.map(([key, value]) => [key, value.toWellFormed()]));
    return `${query}`;
  });
  const methods = fc.constantFrom("POST", "POST", "POST", "GET", "PUT", "OPTIONS");
  return [
    reader(
      "requests",
      20,
      fc.tuple(methods, paths, queries, types, mutated(pictures)),
      ([method, path, query, type, body]) =>
        request(service, method, `${path}?${query}`, type, body),
    ),
    new Messages(service).reader(pictures),
  ];
}

async function request(
  service: Service,
  method: string,
  path: string,
  type: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const headers = new Headers();
  try {
    headers.set("content-type", type);
  } catch {
    // No client can send it either.
  }
  const sent = method === "GET" ? {} : { body };
  const url = service.url(path);
  const response = await service.handler(new Request(url, { method, headers, ...sent }));
  const answer = await response.text();
  if (response.status >= 500) throw new TypeError(`${response.status}: ${answer}`);
  const [error] = service.errors;
  if (error !== undefined) throw error;
  if (response.status < 400) return;
  JSON.parse(answer);
  throw new Refused(answer);
}

/** Sends pictures over one WebSocket, and waits for the answer to each. */
class Messages {
  readonly #service: Service;
  #socket: WebSocket | undefined;

  constructor(service: Service) {
    this.#service = service;
  }

  reader(pictures: readonly Uint8Array[]): Reader {
    const text = fc.string({ unit: "binary" });
    const messages = fc.oneof({ weight: 30, arbitrary: mutated(pictures) }, text);
    return reader("messages", 20, messages, (message) => this.#send(message));
  }

  async #send(message: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const socket = this.#socket ??= await this.#open();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    socket.onmessage = ({ data }) => resolve(JSON.parse(data));
    socket.onclose = ({ code, reason }) => {
      this.#socket = undefined;
      if (code === 1003) resolve({ status: code });
      else reject(new TypeError(`The stream was closed: ${code} ${reason}`));
    };
    socket.send(message);
    const answer = await promise as { status?: number };
    const [error] = this.#service.errors;
    if (error !== undefined || answer.status === 500) throw error ?? new TypeError("500");
    if (answer.status !== undefined) throw new Refused(JSON.stringify(answer));
  }

  async #open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://${this.#service.host}/stream`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = ({ message }: ErrorEvent | Event & { message?: string }) =>
        reject(new TypeError(`The stream was not opened: ${message}`));
    });
    return socket;
  }
}
