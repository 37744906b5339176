import { EnvironmentError, messageOf, OptionError } from "../errors.ts";
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

/** How long requests may still take when the connections have become too many. */
const crowdedMs = 2_000;

/** How often to look whether the service can still be reached, and to try again if not. */
const checkMs = 2_000, retryMs = 20;

/**
 * Serves until the signal fires. Then it closes the handler, which answers the requests being worked
 * on, refuses further ones and closes the WebSockets.
 *
 * Where clients hold so many connections that the system gives no more, idle ones are closed.
 *
 * @param handler Answers the requests.
 * @param options Where to listen, and until when.
 * @throws {OptionError} If `DENO_SERVE_ADDRESS` names no TCP address.
 * @throws {EnvironmentError} If the address cannot be used (`address-unavailable`) or is not permitted.
 */
export async function serveUntil(handler: Handler, options: ServeOptions): Promise<void> {
  const { hostname = "0.0.0.0", port = defaultPort, signal, onListen = () => {} } = options;
  const cut = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let serving: Serving;
  try {
    serving = serve(handler, { hostname, port, onListen }, cut.signal);
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    throw listenError(cause, `${hostname}:${port}`);
  }
  const { address } = serving;
  void stopped.then(() => handler.close()).then(async () => {
    // Server.shutdown() would wait for clients that do not read or do not finish sending, and stops
    // Deno 2.9 from reading large bodies to their end.
    await pause(lingerMs);
    cut.abort();
  });
  while (!cut.signal.aborted) {
    await serving.ended;
    while (!cut.signal.aborted) {
      await pause(retryMs);
      try {
        serving = serve(handler, { hostname, port: address.port }, cut.signal);
        break;
      } catch {
        // The port is not free yet.
      }
    }
  }
}

/** A server, until it ends. */
interface Serving {
  readonly address: Deno.NetAddr;
  readonly ended: Promise<void>;
}

/** Deno ends a server that cannot accept a connection, and leaves those that it has open. */
function serve(handler: Handler, options: Deno.ServeTcpOptions, signal: AbortSignal): Serving {
  const cut = new AbortController(), stop = () => cut.abort();
  const server = Deno.serve({ onListen: () => {}, ...options, signal: cut.signal }, handler);
  signal.addEventListener("abort", stop);
  if (!("port" in server.addr)) {
    stop();
    const rule = "DENO_SERVE_ADDRESS must be a TCP address, such as tcp:127.0.0.1:9000";
    throw new OptionError("option-invalid", `Cannot serve: ${rule}`);
  }
  const address = server.addr;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearInterval(check);
    resolve();
  };
  const makeRoom = async (over: Promise<unknown>): Promise<void> => {
    if (timer !== undefined || cut.signal.aborted) return;
    end();
    timer = setTimeout(stop, crowdedMs);
    await over.catch(() => {});
    clearTimeout(timer); // What has ended cannot be cut any more.
    signal.removeEventListener("abort", stop);
  };
  // Deno 2.5 says that a server has ended only after its last connection, and cannot shut it down.
  const check = setInterval(
    async () => await isReachable(address) || makeRoom(server.finished),
    checkMs,
  );
  server.finished.then(end, () => makeRoom(server.shutdown()));
  return { address, ended };
}

async function isReachable({ hostname: host, port }: Deno.NetAddr): Promise<boolean> {
  const hostname = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  try {
    // In a terminal Deno would ask for the permission, and nothing is answered meanwhile.
    const name = hostname.includes(":") ? `[${hostname}]` : hostname;
    const asked = { name: "net", host: `${name}:${port}` } as const;
    if ((await Deno.permissions.query(asked)).state !== "granted") return true;
    (await Deno.connect({ hostname, port })).close();
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.ConnectionRefused) &&
      !/too many open files/i.test(messageOf(error));
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
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
