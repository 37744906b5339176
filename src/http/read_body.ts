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
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) {
    throw tooLarge(maxBodyBytes);
  }
  using time = timeLimit(
    bodyMs,
    () => new Problem("body-slow", `Cannot read body: it was not there after ${bodyMs} ms`, close),
  );
  if (request.body === null) throw empty();
  const stop = AbortSignal.any([signal, time.signal]);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // A length that is told is held to by the server, which reads such a body in one go.
    bytes = request.headers.has("content-length")
      ? new Uint8Array(await unlessAborted(request.arrayBuffer(), stop))
      : await readPieces(request.body.getReader(), maxBodyBytes, stop);
  } catch (error) {
    if (stop.aborted || error instanceof Problem) throw error;
    throw new Problem("body-invalid", "Cannot read body: it breaks off", close);
  }
  if (bytes.length === 0) throw empty();
  if (bytes.length > maxBodyBytes) throw tooLarge(maxBodyBytes);
  return bytes;
}

async function readPieces(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBodyBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await unlessAborted(reader.read(), signal);
      if (done) return joined(pieces, length);
      length += value.length;
      if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
      pieces.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

function tooLarge(maxBodyBytes: number): Problem {
  const state = `it has more than ${maxBodyBytes} bytes`;
  return new Problem("body-too-large", `Cannot read body: ${state}`, close);
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
