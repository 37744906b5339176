import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "./problem.ts";

/** What a WebSocket client offers beside its token, and the service agrees to. */
export const STREAM_PROTOCOL = "mien";

/**
 * Refuses a request without the token. It is expected as `Authorization: Bearer TOKEN`, or, as
 * browsers cannot send that with a WebSocket, as the subprotocol `bearer.` followed by the token's
 * bytes as unpadded base64url: `new WebSocket(url, ["mien", "bearer.c2VjcmV0"])`.
 *
 * @param request The request.
 * @param token What it has to bring; undefined where nothing is needed.
 * @throws {Problem} If the token is missing or another.
 */
export function authorize(request: Request, token: string | undefined): void {
  if (token === undefined) return;
  const given = bearerOf(request.headers.get("authorization")) ??
    protocolOf(request.headers.get("sec-websocket-protocol"));
  // Digests are of one length whatever the token's, and comparing them takes the same time.
  if (given === undefined || !timingSafeEqual(digest(given), digest(token))) {
    throw new Problem("token-missing", "Cannot answer: the request brings no valid token", {
      "www-authenticate": "Bearer",
    });
  }
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
