/** A read takes a turn through another thread, so that small pieces of a large file cost time. */
const pieceBytes = 1 << 18;

/**
 * Reads a file in larger pieces than its own stream gives.
 *
 * @param file The file. It is closed at the end, and when the stream is cancelled.
 * @returns Its bytes.
 */
export function filePieces(file: Deno.FsFile): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: pieceBytes,
    async pull(controller) {
      const request = controller.byobRequest!;
      try {
        const length = await file.read(request.view as Uint8Array);
        if (length !== null) return request.respond(length);
      } catch (error) {
        file.close();
        throw error;
      }
      file.close();
      controller.close();
      request.respond(0);
    },
    cancel: () => file.close(),
  });
}
