import { note } from "./output.ts";

/**
 * Prints the address of the service, and warns if anybody can use it.
 *
 * @param address Where it listens.
 * @param token The token that it requires.
 */
export function noteAddress({ hostname, port }: Deno.NetAddr, token: string | undefined): void {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  note(`mien: Serving on http://${host}:${port}/`);
  if (token === undefined && !isLoopback(hostname)) {
    note(
      "mien: Everybody who can reach this machine can use it: set MIEN_TOKEN to require a token",
    );
  }
}

/** Whether only this machine can reach a name or address. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname.startsWith("127.");
}

/** Logs a failure of the service itself. */
export function noteError(error: unknown): void {
  note(`mien: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
}
