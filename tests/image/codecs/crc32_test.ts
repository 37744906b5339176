import { crc32 } from "../../../src/image/codecs/crc32.ts";
import * as zlib from "node:zlib";
import assert from "node:assert/strict";

Deno.test("crc32() equals zlib's for any length and offset", () => {
  const bytes = new Uint8Array(100).map((_, i) => i * i * 37);
  for (let from = 0; from < 9; from++) {
    for (let to = from; to < bytes.length; to++) {
      const part = bytes.subarray(from, to);
      assert.equal(crc32(part), zlib.crc32(part), `${from} to ${to}`);
    }
  }
});
