import { readWebpHeader } from "../../../src/image/codecs/webp.ts";
import assert from "node:assert/strict";

const pictures = new URL("../../golden/image/pictures/", import.meta.url);

Deno.test("readWebpHeader() reads the size of lossy, lossless and extended pictures", async () => {
  for (const name of ["lossy", "lossless", "extended"]) {
    const bytes = await Deno.readFile(new URL(`${name}.webp`, pictures));
    const header = { width: 19, height: 13, animated: false, fileBytes: bytes.length };
    assert.deepEqual(readWebpHeader(bytes), header);
    for (let length = 0; length < bytes.length; length++) {
      const found = readWebpHeader(bytes.subarray(0, length));
      assert.deepEqual(found, length < 30 ? undefined : header);
    }
  }
});

Deno.test("readWebpHeader() reads sizes of up to 24 bits and detects animations", async () => {
  const bytes = await Deno.readFile(new URL("extended.webp", pictures));
  bytes[20]! |= 2;
  bytes.set([0x5f, 0xea, 0, 0xff, 0xff, 0xff], 24);
  const { width, height, animated } = readWebpHeader(bytes)!;
  assert.deepEqual([width, height, animated], [60_000, 1 << 24, true]);
});

Deno.test("readWebpHeader() refuses a picture without its signature", async () => {
  for (const [name, at] of [["lossy", 24], ["lossless", 20], ["extended", 12]] as const) {
    const bytes = await Deno.readFile(new URL(`${name}.webp`, pictures));
    bytes[at]! ^= 1;
    assert.equal(readWebpHeader(bytes), undefined);
  }
});
