import { limitMemory } from "../../../src/image/codecs/limit_memory.ts";
import assert from "node:assert/strict";

/** A module with a custom section, and a memory of 2 to 65,536 pages, exported as `m`. */
const binary = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[0, 3, 1, 0x78, 5],
  ...[5, 6, 1, 1, 2, 0x80, 0x80, 4],
  ...[7, 5, 1, 1, 0x6d, 2, 0],
]);

Deno.test("limitMemory() ends the growth of a module's memory", () => {
  limitMemory(binary, 3);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const memory = exports.m as WebAssembly.Memory;
  assert.equal(memory.grow(1), 2);
  assert.throws(() => memory.grow(1), RangeError);
  assert.throws(() => limitMemory(binary, 4), RangeError);
  assert.throws(() => limitMemory(binary.subarray(0, 8), 1), RangeError);
});
