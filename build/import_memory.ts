import { Buffer } from "node:buffer";
import { leb128 } from "../src/image/codecs/limit_memory.ts";

/** Sections of a WebAssembly module. */
const imports = 2, memories = 5;

/**
 * Changes a module that makes its own memory so that it imports one, whose maximum the caller chooses.
 *
 * @param module A WebAssembly module with imports and one memory of its own.
 * @param from The name that it imports all else from.
 * @returns The module, which imports the memory as `memory`.
 *
 * ref: WebAssembly core specification, section 5.5
 */
export function importMemory(module: Uint8Array, from: string): Uint8Array {
  const sections = [...sectionsOf(module)];
  const limits = sections.find(({ id }) => id === memories)!.body.subarray(1);
  const added = [...text(from), ...text("memory"), 2, ...limits];
  const pieces = [module.subarray(0, 8)];
  for (const { id, body } of sections) {
    if (id === memories) continue;
    const content = id === imports ? withOneMore(body, added) : body;
    pieces.push(Uint8Array.from([id, ...encoded(content.length)]), content);
  }
  return Buffer.concat(pieces);
}

function* sectionsOf(module: Uint8Array): Generator<{ id: number; body: Uint8Array }> {
  for (let at = 8; at < module.length;) {
    const [length, start] = leb128(module, at + 1);
    yield { id: module[at]!, body: module.subarray(start, start + length) };
    at = start + length;
  }
}

function withOneMore(list: Uint8Array, added: readonly number[]): Uint8Array {
  const [count, start] = leb128(list, 0);
  return Uint8Array.from([...encoded(count + 1), ...list.subarray(start), ...added]);
}

function text(name: string): number[] {
  return [name.length, ...new TextEncoder().encode(name)];
}

function encoded(value: number): number[] {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push(value & 127 | 128);
  return [...bytes, value];
}
