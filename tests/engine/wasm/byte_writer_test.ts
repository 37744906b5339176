import assert from "node:assert/strict";
import { ByteWriter } from "../../../src/engine/wasm/byte_writer.ts";

function bytesOf(write: (out: ByteWriter) => void): number[] {
  const out = new ByteWriter();
  write(out);
  return [...out.toBytes()];
}

Deno.test("ByteWriter writes LEB128 as specified", () => {
  assert.deepEqual(bytesOf((out) => out.unsigned(624_485)), [0xe5, 0x8e, 0x26]);
  assert.deepEqual(bytesOf((out) => out.unsigned(2 ** 32 - 1)), [0xff, 0xff, 0xff, 0xff, 0x0f]);
  assert.deepEqual(bytesOf((out) => out.signed(-123_456)), [0xc0, 0xbb, 0x78]);
  assert.deepEqual(bytesOf((out) => out.signed(64)), [0xc0, 0x00]);
  assert.deepEqual(bytesOf((out) => out.signed(-64)), [0x40]);
});

Deno.test("ByteWriter grows as needed", () => {
  const written = bytesOf((out) => {
    for (let i = 0; i < 1000; i++) out.byte(i % 256);
    out.bytes(new Uint8Array(5000).fill(7));
  });
  assert.equal(written.length, 6000);
  assert.equal(written[999], 999 % 256);
  assert.equal(written[5999], 7);
});

Deno.test("ByteWriter writes names and other writers with their lengths", () => {
  const other = new ByteWriter();
  other.byte(9);
  assert.deepEqual(bytesOf((out) => out.name("né")), [3, 0x6e, 0xc3, 0xa9]);
  assert.deepEqual(bytesOf((out) => out.sized(other)), [1, 9]);
});
