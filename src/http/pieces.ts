import { abortable } from "../async/abortable.ts";
import { free } from "./free.ts";

/** Bodies of which nobody else holds the pieces: those that the server itself has received. */
export const ownBodies = new WeakSet<ReadableStream<Uint8Array>>();

/**
 * Gives a body piece by piece, as it arrives.
 *
 * @param body The body. It is cancelled at the end, however that comes.
 * @param signal Ends the wait for a piece.
 * @returns The pieces. Of {@linkcode ownBodies}, each is freed as soon as the next one is asked for.
 * @throws The signal's reason, or why the body cannot be read.
 */
export async function* pieces(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader(), isOwn = ownBodies.has(body);
  let reading: ReturnType<typeof reader.read> | undefined;
  try {
    for (;;) {
      reading = reader.read();
      const { done, value } = await abortable(reading, signal);
      reading = undefined;
      if (done) return;
      try {
        yield value;
      } finally {
        if (isOwn) free(value);
      }
    }
  } finally {
    // Deno 2.9 keeps a read that is under way when its body is cancelled, and 64 KiB with it, for ever.
    // Left alone, it ends with the next piece or with the connection.
    void Promise.resolve(reading).then((last) => {
      if (last?.value && isOwn) free(last.value);
      return reader.cancel();
    }).catch(() => {});
  }
}
