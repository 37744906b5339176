/** Longest time that a refused client may go on sending. */
const lingerMs = 1_000;

/**
 * Reads the rest of a body that nobody wants. A client that is refused while it sends does not read
 * the answer when the connection breaks under it.
 *
 * @param request The request.
 * @param maxBytes Stop after so many.
 * @returns Whether the end was reached; the connection can take no other request otherwise.
 */
export async function discardBody(request: Request, maxBytes: number): Promise<boolean> {
  if (request.body === null || request.bodyUsed || request.body.locked) return true;
  const reader = request.body.getReader();
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
    }
    await reader.cancel();
  } catch {
    // The client is gone.
  } finally {
    clearTimeout(timer);
  }
  return false;
}
