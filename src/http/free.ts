/**
 * Gives the memory of bytes back at once. Left to the garbage collector, which sees little garbage in
 * them, pictures would pile up to more than a small instance has.
 *
 * @param bytes Nobody needs them any more, nor other views of their buffer.
 */
export function free(bytes: Uint8Array): void {
  (bytes.buffer as ArrayBuffer).transfer(0);
}
