import { countJpegScans } from "../../../src/image/codecs/jpeg_scans.ts";
import { fixture } from "../../support/ffmpeg.ts";
import assert from "node:assert/strict";

const pictures = new URL("../../golden/image/pictures/", import.meta.url);

Deno.test("countJpegScans() counts one scan in a baseline picture and more in a progressive one", async () => {
  assert.equal(countJpegScans(await Deno.readFile(fixture("grace_hopper.jpg"))), 1);
  assert.equal(countJpegScans(await Deno.readFile(new URL("grey.jpg", pictures))), 1);
  // What libjpeg writes for a progressive picture in colour.
  assert.equal(countJpegScans(await Deno.readFile(new URL("progressive.jpg", pictures))), 10);
});

Deno.test("countJpegScans() ends on every cut", async () => {
  const bytes = await Deno.readFile(new URL("progressive.jpg", pictures));
  for (let length = 0; length < bytes.length; length++) {
    assert(countJpegScans(bytes.subarray(0, length)) <= 10);
  }
  assert.equal(countJpegScans(new Uint8Array(1000).fill(0xff)), 0);
});
