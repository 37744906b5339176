import { readJpegHeader } from "../../../src/image/codecs/jpeg_header.ts";
import { fixture } from "../../support/ffmpeg.ts";
import assert from "node:assert/strict";

Deno.test("readJpegHeader() finds size and components of real pictures", async () => {
  const portrait = await Deno.readFile(fixture("grace_hopper.jpg"));
  assert.deepEqual(readJpegHeader(portrait), { width: 512, height: 600, components: 3 });
  const pictures = new URL("../../golden/image/pictures/", import.meta.url);
  for (const [name, components] of [["grey", 1], ["progressive", 3], ["cmyk", 4]] as const) {
    const bytes = await Deno.readFile(new URL(`${name}.jpg`, pictures));
    assert.deepEqual(readJpegHeader(bytes), { width: 19, height: 13, components });
  }
});

Deno.test("readJpegHeader() ends on every cut and every damage", async () => {
  const bytes = await Deno.readFile(fixture("grace_hopper.jpg"));
  for (let length = 3; length < 1000; length++) {
    const header = readJpegHeader(bytes.subarray(0, length));
    assert.ok(header === undefined || header.width === 512);
  }
  assert.equal(readJpegHeader(new Uint8Array(100).fill(0xff)), undefined);
  assert.equal(readJpegHeader(new Uint8Array([0xff, 0xd8, 0xff, ...Array(50).fill(0)])), undefined);
});
