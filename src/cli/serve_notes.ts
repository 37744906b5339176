import { note } from "./output.ts";

/**
 * Says where the service is, and whom it answers where that may surprise.
 *
 * @param address Where it listens.
 * @param token What requests have to bring.
 */
export function noteAddress({ hostname, port }: Deno.NetAddr, token: string | undefined): void {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  note(`mien: Serving on http://${host}:${port}/`);
  if (token === undefined && !isLoopback(hostname)) {
    note("mien: It answers all who reach this machine: MIEN_TOKEN keeps them out");
  }
}

/** Whether only this machine can reach a name or address. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname.startsWith("127.");
}

/** Says what went wrong in the service itself. */
export function noteError(error: unknown): void {
  note(`mien: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
}
