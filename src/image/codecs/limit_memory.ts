const memorySection = 5;

/**
 * Limits the memory that a WebAssembly module makes for itself.
 *
 * @param module The module, in which the limit is written.
 * @param pages The most pages of 64 KiB, no more than it would have had.
 * @throws {RangeError} If they are more, or the module has no memory.
 *
 * ref: WebAssembly core specification, section 5.5.8
 */
export function limitMemory(module: Uint8Array, pages: number): void {
  let at = 8;
  while (module[at] !== memorySection) {
    if (at >= module.length) throw new RangeError("Cannot limit memory: the module has none");
    const [length, content] = leb128(module, at + 1);
    at = content + length;
  }
  const [, count] = leb128(module, at + 1);
  const [, initial] = leb128(module, count + 2); // After the count, 1, and the flags.
  const [most, end] = leb128(module, initial);
  if (pages > most) {
    throw new RangeError(`Cannot limit memory: ${pages} pages are more than ${most}`);
  }
  // The number keeps its length.
  for (let byte = initial; byte < end; byte++, pages >>>= 7) {
    module[byte] = pages & 127 | (byte < end - 1 ? 128 : 0);
  }
}

/** Reads a number of variable length, as WebAssembly writes them. */
export function leb128(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0;; shift += 7) {
    const byte = bytes[at++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}
