/** A stream that delivers `bytes` in chunks of `pieceBytes`. */
export function streamOf(
  bytes: Uint8Array<ArrayBuffer>,
  pieceBytes = 65536,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at += pieceBytes));
    },
  });
}

/** A stream that delivers `bytes` and then stays open. */
export function stalledStream(
  bytes: Uint8Array<ArrayBuffer>,
): { stream: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    cancel: () => void (isCancelled = true),
  });
  return { stream, cancelled: () => isCancelled };
}

/** Concatenates strings and bytes. */
export function bytesOf(...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const pieces = parts.map((p) => typeof p === "string" ? new TextEncoder().encode(p) : p);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The items of an iteration, and the error that ended it, if any. */
export async function drain<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const got: T[] = [];
  try {
    for await (const item of items) got.push(item);
    return { items: got, error: undefined };
  } catch (error) {
    return { items: got, error };
  }
}
