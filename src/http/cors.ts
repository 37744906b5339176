import { Problem } from "./problem.ts";

/**
 * Refuses a request sent by a page of another origin. Browsers hide the answer from such a page by
 * themselves, but they send the request, which would make the service work.
 *
 * @param request The request.
 * @param allowed A further origin whose pages may use the service, or `*` for all.
 * @throws {Problem} If the page's origin is not allowed.
 */
export function checkOrigin(request: Request, allowed: string | undefined): void {
  const origin = request.headers.get("origin");
  if (origin === null || allowed === "*" || origin === allowed) return;
  const site = request.headers.get("sec-fetch-site");
  const isOwn = site === null
    ? origin.replace(/^https?:\/\//, "") === request.headers.get("host")
    : site === "same-origin";
  if (!isOwn) {
    throw new Problem("origin-forbidden", "Cannot answer: pages of this origin are not allowed");
  }
}

/**
 * Adds the headers that let the pages of an origin read the answer.
 *
 * @param headers The response's headers.
 * @param request The request.
 * @param allowed The origin, `*` for all, or undefined for none.
 */
export function addCorsHeaders(
  headers: Headers,
  request: Request,
  allowed: string | undefined,
): void {
  headers.set(
    "cross-origin-resource-policy",
    allowed === undefined ? "same-origin" : "cross-origin",
  );
  if (allowed === undefined) return;
  if (allowed !== "*") headers.append("vary", "origin");
  if (allowed !== "*" && request.headers.get("origin") !== allowed) return;
  headers.set("access-control-allow-origin", allowed);
  headers.set("access-control-expose-headers", "retry-after");
  if (request.method !== "OPTIONS") return;
  headers.set("access-control-allow-methods", "GET, HEAD, POST");
  headers.set("access-control-allow-headers", "authorization, content-type");
  headers.set("access-control-max-age", "3600");
}
