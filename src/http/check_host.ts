import { Problem } from "./problem.ts";

/**
 * Refuses a request for a name that the service does not have. A page elsewhere whose name has been
 * pointed at this machine (DNS rebinding) could otherwise use the service as if it were its own.
 *
 * Nobody else can give out addresses, `localhost`, names without a dot or those that end in `.local`:
 * they are let pass.
 *
 * @param request The request.
 * @param hosts The names of the service, or undefined to let all pass.
 * @throws {Problem} If the name is not one of them.
 */
export function checkHost(request: Request, hosts: readonly string[] | undefined): void {
  if (hosts === undefined) return;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const name = URL.parse(`http://${host}`)?.hostname.replace(/\.$/, "") ?? "";
  const isAddress = /^(\[.*\]|\d+\.\d+\.\d+\.\d+)$/.test(name);
  const isLocal = /^[^.]+$|\.(local|localhost)$/.test(name);
  if (isAddress || isLocal || hosts.some((known) => known.toLowerCase() === name)) return;
  throw new Problem("host-unknown", "Cannot answer: the service does not have this name", {
    "connection": "close",
  });
}
