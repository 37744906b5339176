import type { Arrival, Arrivals } from "./arrivals.ts";
import type { Limits } from "./limits.ts";
import { Problem } from "./problem.ts";
import { timeLimit } from "../async/time_limit.ts";
import { pieces } from "./pieces.ts";

/** On a connection that stays open, the rest of the body would be taken for the next request. */
const close = { connection: "close" };

/**
 * Reads a request's body.
 *
 * @param request The request.
 * @param limits The body's largest size, and the longest time until it is there.
 * @param arrivals Where it is counted, and may have to give way.
 * @param signal Ends the reading.
 * @returns The bytes, at least one.
 * @throws {Problem} If the body is empty, too large or too slow.
 */
export async function readBody(
  request: Request,
  { maxBodyBytes, bodyMs }: Pick<Limits, "maxBodyBytes" | "bodyMs">,
  arrivals: Arrivals,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const expectedBytes = contentLength(request);
  if (expectedBytes > maxBodyBytes) throw tooLarge(maxBodyBytes);
  using time = timeLimit(
    bodyMs,
    () =>
      new Problem("body-slow", `Cannot read body: it did not arrive within ${bodyMs} ms`, close),
  );
  if (request.body === null) throw empty();
  using arrival = arrivals.add();
  const stop = AbortSignal.any([signal, time.signal, arrival.signal]);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readAll(pieces(request.body, stop), expectedBytes, maxBodyBytes, arrival);
  } catch (error) {
    if (stop.aborted || error instanceof Problem) throw error;
    throw new Problem("body-invalid", "Cannot read body: it ends early", close);
  }
  if (bytes.length === 0) throw empty();
  return bytes;
}

/**
 * The bytes that a body has, or NaN if its request does not say it. Who has read so many need not look for
 * the end, for which Deno would take 64 KiB that nobody can free.
 *
 * @param request The request.
 */
export function contentLength(request: Request): number {
  return Number(request.headers.get("content-length") ?? NaN);
}

/** Copies the pieces, because Deno gives even a single byte in a buffer of 64 KiB. */
async function readAll(
  pieces: AsyncIterable<Uint8Array>,
  expectedBytes: number,
  maxBodyBytes: number,
  arrival: Arrival,
): Promise<Uint8Array<ArrayBuffer>> {
  let buffer = new ArrayBuffer(expectedBytes), length = 0;
  try {
    for await (const piece of pieces) {
      const end = length + piece.length;
      if (end > maxBodyBytes) throw tooLarge(maxBodyBytes);
      if (end > buffer.byteLength) buffer = buffer.transfer(Math.max(end, 2 * buffer.byteLength));
      new Uint8Array(buffer).set(piece, length);
      length = end;
      arrival.hold(piece.length);
      if (length === expectedBytes) break;
    }
  } catch (error) {
    buffer.transfer(0);
    throw error;
  }
  return new Uint8Array(buffer.transfer(length));
}

function tooLarge(maxBodyBytes: number): Problem {
  const state = `it has more than ${maxBodyBytes} bytes`;
  return new Problem("body-too-large", `Cannot read body: ${state}`, close);
}

function empty(): Problem {
  return new Problem("body-empty", "Cannot read body: it is empty");
}
