import { timeLimit } from "../async/time_limit.ts";
import { pieces } from "./pieces.ts";
import { contentLength } from "./read_body.ts";

/** How long a refused client may go on sending. */
const lingerMs = 1_000;

/**
 * Reads the rest of a body that nobody wants. A client that is still sending would not read the
 * answer if the connection were closed.
 *
 * @param request The request.
 * @param maxBytes How much to read at most.
 * @returns Whether the end was reached. If not, the connection cannot be used for another request.
 */
export async function discardBody(request: Request, maxBytes: number): Promise<boolean> {
  if (request.body === null || request.bodyUsed || request.body.locked) return true;
  const expectedBytes = contentLength(request);
  using time = timeLimit(lingerMs);
  let length = 0;
  try {
    for await (const piece of pieces(request.body, time.signal)) {
      length += piece.length;
      if (length === expectedBytes) return true;
      if (length >= maxBytes) return false;
    }
    return true;
  } catch {
    return false; // The client has gone away, or is too slow.
  }
}
