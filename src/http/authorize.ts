import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "./problem.ts";

/** The subprotocol that a WebSocket client offers beside its token, and that the service selects. */
const streamProtocol = "mien";

/**
 * Refuses a request without the token. It must come as `Authorization: Bearer TOKEN` or, because
 * browsers cannot send that header with a WebSocket, as a subprotocol made of `bearer.` and the token
 * in unpadded base64url: `new WebSocket(url, ["mien", "bearer.c2VjcmV0"])`.
 *
 * @param request The request.
 * @param token The token, or undefined if none is required.
 * @throws {Problem} If the token is missing or wrong.
 */
export function authorize(request: Request, token: string | undefined): void {
  if (token === undefined) return;
  const given = bearerOf(request.headers.get("authorization")) ??
    protocolOf(request.headers.get("sec-websocket-protocol"));
  // Digests have one length, whatever the token's, so that comparing them always takes the same time.
  if (given === undefined || !timingSafeEqual(digest(given), digest(token))) {
    throw new Problem("token-missing", "Cannot answer: the request has no valid token", {
      "www-authenticate": "Bearer",
    });
  }
}

/** The subprotocol to select for a WebSocket, if the client offers it. */
export function offeredProtocol(request: Request): string | undefined {
  const offered = request.headers.get("sec-websocket-protocol")?.split(",") ?? [];
  return offered.map((name) => name.trim()).find((name) => name === streamProtocol);
}

function bearerOf(header: string | null): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}

function protocolOf(header: string | null): string | undefined {
  const encoded = /(?:^|,)\s*bearer\.([\w-]+)/.exec(header ?? "")?.[1];
  return encoded && Buffer.from(encoded, "base64url").toString();
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
