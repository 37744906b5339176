import { EnvironmentError, messageOf } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import type { Handler } from "./handler.ts";

/** The port that a server listens on, unless the caller says otherwise. */
export const defaultPort = 8000;

/** Where a server listens, and until when. */
export interface ServeOptions {
  /** The address or name of the network interface. @default {"0.0.0.0"} */
  hostname?: string;
  /** The port; 0 takes a free one. @default {8000} */
  port?: number;
  /** Stops the server. */
  signal: AbortSignal;
  /** Called with the address once the server listens. */
  onListen?: (address: Deno.NetAddr) => void;
}

/** How long the last answers may take to reach the clients. */
const lingerMs = 200;

/**
 * Serves until the signal fires. Then it closes the handler, which answers the requests being worked
 * on, refuses further ones and closes the WebSockets.
 *
 * @param handler Answers the requests.
 * @param options Where to listen, and until when.
 * @throws {EnvironmentError} If the address cannot be used (`address-unavailable`) or is not permitted.
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
  // Server.shutdown() would wait for clients that do not read or do not finish sending, and stops
  // Deno 2.9 from reading large bodies to their end.
  await new Promise((resolve) => setTimeout(resolve, lingerMs));
  cut.abort();
  await server.finished;
}

function listenError(cause: unknown, address: string): EnvironmentError {
  const cannot = `Cannot serve on ${address}`;
  if (isNotCapable(cause)) {
    const message = `${cannot}: listening there is not permitted`;
    return new EnvironmentError("permission-missing", message, {
      cause,
      permission: `net=${address}`,
    });
  }
  const state = cause instanceof Deno.errors.AddrInUse
    ? "another program has that port"
    : cause instanceof Deno.errors.AddrNotAvailable
    ? "this machine has no such address"
    : cause instanceof Deno.errors.PermissionDenied
    ? "the system reserves ports below 1024 for its administrator"
    : messageOf(cause);
  return new EnvironmentError("address-unavailable", `${cannot}: ${state}`, { cause });
}
