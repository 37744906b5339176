import { readPnmHeader, scalePnmSamples } from "../../../src/image/codecs/pnm.ts";
import { bytesOf } from "../../support/streams.ts";
import assert from "node:assert/strict";

Deno.test("readPnmHeader() reads all headers that netpbm allows", () => {
  const header = { format: "rgb24", width: 3, height: 2, maxval: 255, dataBytes: 18 };
  for (const text of ["P6\n3 2\n255\n", "P6 3 2 255 ", "P6#a\n3#b\n#c 9 9\n\t2 255\r"]) {
    assert.deepEqual(readPnmHeader(bytesOf(text, "#data")), {
      ...header,
      headerBytes: text.length,
    });
  }
  const gray = {
    format: "gray",
    width: 5,
    height: 1,
    maxval: 1000,
    headerBytes: 12,
    dataBytes: 10,
  };
  assert.deepEqual(readPnmHeader(bytesOf("P5\n5 1\n1000\n")), gray);
});

Deno.test("readPnmHeader() refuses headers that are cut short or out of range", () => {
  for (
    const text of [
      "P6 3 2",
      "P6 3 2 255",
      "P6 3 2 0 ",
      "P6 3 2 65536 ",
      "P3 3 2 255 ",
      "P6 -3 2 255 ",
    ]
  ) {
    assert.equal(readPnmHeader(bytesOf(text)), undefined, text);
  }
});

Deno.test("scalePnmSamples() scales every maximum to 255", () => {
  assert.deepEqual([...scalePnmSamples(new Uint8Array([0, 1, 2, 3]), 3)], [0, 85, 170, 255]);
  const wide = new Uint8Array([0, 0, 0x80, 0x80, 0xff, 0xff]);
  assert.deepEqual([...scalePnmSamples(wide, 65535)], [0, 128, 255]);
  assert.deepEqual([...scalePnmSamples(new Uint8Array([1, 0xf4, 0x03, 0xff]), 1000)], [128, 255]);
  const same = new Uint8Array([7]);
  assert.equal(scalePnmSamples(same, 255), same);
});
