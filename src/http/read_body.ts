import type { Limits } from "./limits.ts";
import { Problem } from "./problem.ts";
import { timeLimit } from "./time_limit.ts";
import { unlessAborted } from "./unless_aborted.ts";

/** The rest of the body would be taken for the next request. */
const close = { connection: "close" };

/**
 * Reads a request's body.
 *
 * @param request The request.
 * @param limits How large it may be and how long it may take.
 * @param signal Ends the reading.
 * @returns The bytes, at least one.
 * @throws {Problem} If the body is empty, too large or too slow.
 */
export async function readBody(
  request: Request,
  { maxBodyBytes, bodyMs }: Pick<Limits, "maxBodyBytes" | "bodyMs">,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new Problem(
      "body-too-large",
      `Cannot read body: it has more than ${maxBodyBytes} bytes`,
      close,
    );
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) throw tooLarge();
  using time = timeLimit(
    bodyMs,
    () => new Problem("body-slow", `Cannot read body: it was not there after ${bodyMs} ms`, close),
  );
  const pieces: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) throw empty();
  const reader = request.body.getReader();
  const stop = AbortSignal.any([signal, time.signal]);
  try {
    for (;;) {
      const { done, value } = await unlessAborted(reader.read(), stop);
      if (done) break;
      length += value.length;
      if (length > maxBodyBytes) throw tooLarge();
      pieces.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    if (stop.aborted || error instanceof Problem) throw error;
    throw new Problem("body-invalid", "Cannot read body: it breaks off", close);
  }
  if (length === 0) throw empty();
  return joined(pieces, length);
}

function empty(): Problem {
  return new Problem("body-empty", "Cannot read body: it is empty");
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
