import { note } from "./output.ts";

/** Says where the service is. */
export function noteAddress({ hostname, port }: Deno.NetAddr): void {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  note(`mien: Serving on http://${host}:${port}/`);
}

/** Says what went wrong in the service itself. */
export function noteError(error: unknown): void {
  note(`mien: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
}
