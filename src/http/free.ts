/**
 * Frees the memory of bytes at once. The garbage collector, which does not see how much memory is
 * behind them, would let pictures pile up to more than a small instance has.
 *
 * @param bytes The bytes. They and all other views of their buffer cannot be used any more.
 */
export function free(bytes: Uint8Array): void {
  (bytes.buffer as ArrayBuffer).transfer(0);
}
