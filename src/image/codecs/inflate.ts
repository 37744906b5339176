/** So many bytes at a time cannot become more than about 16 MB. */
const pieceBytes = 16_384;

/**
 * Inflates data as far as somebody takes what comes out of it.
 *
 * @param parts Data in the format of zlib, in parts.
 * @returns What they hold, piece by piece. Each may be changed or freed.
 * @throws {TypeError} If the data are damaged or end early.
 */
export async function* inflate(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { writable, readable } = new DecompressionStream("deflate");
  const reader = readable.getReader();
  void feed(writable.getWriter(), parts);
  try {
    for (let next; !(next = await reader.read()).done;) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The reader is told of errors. */
async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  parts: Iterable<Uint8Array>,
): Promise<void> {
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += pieceBytes) {
        await writer.ready;
        await writer.write(part.slice(at, at + pieceBytes));
      }
    }
    await writer.close();
  } catch {
    await writer.abort().catch(() => {});
  }
}
