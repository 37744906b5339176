/** Every file starts at a multiple of this, so that typed arrays can be laid over it. */
const alignment = 16;

/**
 * Finds the files in a module that `packFiles` made.
 *
 * @param exports What the module exports.
 * @returns The files by name: views of the module's memory, not copies.
 *
 * @example
 * ```ts
 * import { packFiles } from "./pack_files.ts";
 * import { unpackFiles } from "./unpack_files.ts";
 * import assert from "node:assert/strict";
 *
 * const packed = packFiles({ "a.txt": new Uint8Array([1, 2, 3]) });
 * const { instance } = await WebAssembly.instantiate(packed);
 * const files = unpackFiles(instance.exports as { memory: WebAssembly.Memory });
 * assert.deepEqual(files.get("a.txt"), new Uint8Array([1, 2, 3]));
 * ```
 */
export function unpackFiles(
  { memory }: { memory: WebAssembly.Memory },
): Map<string, Uint8Array<ArrayBuffer>> {
  const buffer = memory.buffer as ArrayBuffer;
  const directoryBytes = new DataView(buffer).getUint32(0, true);
  const json = new TextDecoder().decode(new Uint8Array(buffer, 4, directoryBytes));
  const directory: Record<string, [offset: number, length: number]> = JSON.parse(json);
  const start = filesStart(directoryBytes);
  return new Map(
    Object.entries(directory).map(([name, [offset, length]]) => [
      name,
      new Uint8Array(buffer, start + offset, length),
    ]),
  );
}

/** The address of the first file. */
export function filesStart(directoryBytes: number): number {
  return align(4 + directoryBytes);
}

/** The next address at which a file can start. */
export function align(address: number): number {
  return Math.ceil(address / alignment) * alignment;
}
