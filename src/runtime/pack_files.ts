import { align, filesStart } from "./unpack_files.ts";

const pageBytes = 65536;

/**
 * Packs files into a WebAssembly module that holds data and no code. Such a module is imported as
 * `import("./NAME.wasm")`: it is part of the module graph, which takes no permission to read.
 *
 * Its only export is `memory`, which holds, from address 0: the length of the directory as a 32-bit
 * little-endian number, the directory as JSON (`{ name: [offset, length] }`, offsets from the first
 * file), and the files.
 *
 * @param files The files by name.
 * @returns The module.
 *
 * @example
 * ```ts
 * import { packFiles } from "./pack_files.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(WebAssembly.validate(packFiles({ "a.txt": new Uint8Array([1, 2, 3]) })));
 * ```
 */
export function packFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const directory: Record<string, [offset: number, length: number]> = {};
  let filesBytes = 0;
  for (const [name, { length }] of Object.entries(files)) {
    const offset = align(filesBytes);
    directory[name] = [offset, length];
    filesBytes = offset + length;
  }
  const json = new TextEncoder().encode(JSON.stringify(directory));
  const start = filesStart(json.length);
  const data = new Uint8Array(start + filesBytes);
  new DataView(data.buffer).setUint32(0, json.length, true);
  data.set(json, 4);
  for (const [name, [offset]] of Object.entries(directory)) data.set(files[name]!, start + offset);
  return dataModule(data);
}

/** A module whose memory, exported as `memory`, starts with the given bytes. */
function dataModule(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const memory = [1, 0, ...leb128(Math.ceil(data.length / pageBytes))];
  const memoryExport = [1, 6, ...new TextEncoder().encode("memory"), 2, 0];
  // V8 hashes a module byte by byte, but only up to its code.
  const noCode = [10, 1, 0];
  const segment = [1, 0, 0x41, 0, 0x0b, ...leb128(data.length)]; // At the constant address 0.
  const head = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[5, ...leb128(memory.length), ...memory],
    ...[7, ...leb128(memoryExport.length), ...memoryExport],
    ...noCode,
    ...[11, ...leb128(segment.length + data.length), ...segment],
  ];
  const module = new Uint8Array(head.length + data.length);
  module.set(head);
  module.set(data, head.length);
  return module;
}

function leb128(value: number): number[] {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push(value & 127 | 128);
  return [...bytes, value];
}
