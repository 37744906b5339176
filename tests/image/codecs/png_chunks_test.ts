import {
  createPngEndFinder,
  findPngDamage,
  readPngSize,
} from "../../../src/image/codecs/png_chunks.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { bytesOf } from "../../support/streams.ts";
import assert from "node:assert/strict";

const file = new URL("../../golden/image/pictures/rgb.png", import.meta.url);

Deno.test("readPngSize() reads the size from any offset of a buffer", async () => {
  const png = await Deno.readFile(fixture("astronaut.png"));
  assert.deepEqual(readPngSize(png), { width: 512, height: 512 });
  assert.deepEqual(readPngSize(bytesOf("xyz", png).subarray(3)), { width: 512, height: 512 });
  assert.equal(readPngSize(png.subarray(0, 32)), undefined);
});

Deno.test("createPngEndFinder() finds the end of a picture, byte by byte", async () => {
  const png = await Deno.readFile(file);
  const findEnd = createPngEndFinder();
  for (let length = 4; length < png.length; length++) {
    assert.equal(findEnd(png.subarray(0, length)), undefined);
  }
  assert.equal(findEnd(bytesOf(png, png)), png.length);
});

Deno.test("findPngDamage() finds every cut and every changed byte after the signature", async () => {
  const png = await Deno.readFile(file);
  assert.equal(findPngDamage(png), undefined);
  assert.equal(findPngDamage(bytesOf(png, "tail")), undefined);
  for (let at = 8; at < png.length; at++) {
    assert.match(findPngDamage(png.subarray(0, at))!, /^it ends after \d+ bytes/);
    const changed = png.slice();
    changed[at]! ^= 0x10;
    assert.ok(findPngDamage(changed) !== undefined, `byte ${at}`);
  }
});
