import { free } from "./free.ts";
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
  const reader = request.body.getReader(), expectedBytes = contentLength(request);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {});
  }, lingerMs);
  try {
    for (let length = 0; length < maxBytes;) {
      const { done, value } = await reader.read();
      if (done) return !isLate;
      length += value.length;
      free(value);
      if (length === expectedBytes) return !isLate;
    }
  } catch {
    // The client has gone away.
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
  return false;
}
