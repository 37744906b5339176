import { EnvironmentError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import type { Handler } from "./handler.ts";

/** The port that a server listens on, unless the caller says otherwise. */
export const defaultPort = 8000;

/** Where a server listens, and until when. */
export interface ServeOptions {
  /** The name or address of the network card. @default {"0.0.0.0"} */
  hostname?: string;
  /** 0 takes a free one. @default {8000} */
  port?: number;
  /** Stops the server. */
  signal: AbortSignal;
  /** Gets the address once the server listens. */
  onListen?: (address: Deno.NetAddr) => void;
}

/** How long the last answers may take on their way. */
const lingerMs = 200;

/**
 * Serves until the signal fires; then it answers the requests that it has, refuses those that still
 * come, and closes the WebSockets.
 *
 * @param handler Answers the requests; it is closed at the end.
 * @param options Where to listen, and until when.
 * @throws {EnvironmentError} If the address cannot be had (`address-unavailable`).
 */
export async function serveUntil(handler: Handler, options: ServeOptions): Promise<void> {
  const { hostname = "0.0.0.0", port = defaultPort, signal, onListen = () => {} } = options;
  const cut = new AbortController();
  let server: Deno.HttpServer;
  try {
    server = Deno.serve({ hostname, port, onListen, signal: cut.signal }, handler);
  } catch (cause) {
    throw listenError(cause, `${hostname}:${port}`);
  }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await handler.close();
  // Server.shutdown() would wait for clients that do not read or end what they send, and stops Deno
  // 2.9 from reading large bodies to their end.
  await new Promise((resolve) => setTimeout(resolve, lingerMs));
  cut.abort();
  await server.finished;
}

function listenError(cause: unknown, address: string): unknown {
  const state = cause instanceof Deno.errors.AddrInUse
    ? "another program has that port; choose another one"
    : cause instanceof Deno.errors.AddrNotAvailable
    ? "this machine has no such address"
    : isNotCapable(cause)
    ? "run again with --allow-net"
    : cause instanceof Deno.errors.PermissionDenied
    ? "the system keeps ports below 1024 for its administrator"
    : undefined;
  if (state === undefined) return cause;
  const code = isNotCapable(cause) ? "permission-missing" : "address-unavailable";
  return new EnvironmentError(code, `Cannot serve on ${address}: ${state}`, { cause });
}
