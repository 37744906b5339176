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
  const length = Number(request.headers.get("content-length") ?? NaN);
  if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
  using time = timeLimit(
    bodyMs,
    () => new Problem("body-slow", `Cannot read body: it was not there after ${bodyMs} ms`, close),
  );
  if (request.body === null) throw empty();
  const stop = AbortSignal.any([signal, time.signal]);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Number.isInteger(length) && isByteStream(request.body)
      ? await readLength(request.body.getReader({ mode: "byob" }), length, stop)
      : await readPieces(request.body.getReader(), maxBodyBytes, stop);
  } catch (error) {
    if (stop.aborted || error instanceof Problem) throw error;
    throw new Problem("body-invalid", "Cannot read body: it breaks off", close);
  }
  if (bytes.length === 0) throw empty();
  return bytes;
}

/** Deno gives bodies of one piece as streams of another kind. */
function isByteStream(body: ReadableStream): boolean {
  try {
    body.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/** Bytes of a body that Deno may hold for a read that never ends. */
const spareBytes = 1 << 18;

/** In few looks at the socket: between two of them other requests have their turns. */
async function readLength(
  reader: ReadableStreamBYOBReader,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let spare = new Uint8Array(spareBytes);
  try {
    for (let at = 0; at < length;) {
      const { done, value } = await unlessAborted(reader.read(spare), signal);
      if (done) throw new Error("The body has less than its length");
      bytes.set(value, at);
      at += value.length;
      spare = new Uint8Array(value.buffer);
    }
    return bytes;
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
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
