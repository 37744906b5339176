import { JpegWalker } from "../../../src/image/codecs/jpeg_walker.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { bytesOf } from "../../support/streams.ts";
import assert from "node:assert/strict";

const soi = new Uint8Array([0xff, 0xd8]), eoi = new Uint8Array([0xff, 0xd9]);

function segment(marker: number, data: Uint8Array): Uint8Array {
  const length = data.length + 2;
  return bytesOf(new Uint8Array([0xff, marker, length >> 8, length & 255]), data);
}

Deno.test("JpegWalker passes over a thumbnail, stuffing, restarts and later scans", () => {
  const thumbnail = bytesOf("Exif\0\0", soi, eoi, soi, eoi);
  const scan = new Uint8Array([1, 0xff, 0x00, 2, 0xff, 0xd3, 0xff, 0x00, 0xff, 0xd0, 9]);
  const picture = bytesOf(
    soi,
    segment(0xe1, thumbnail),
    segment(0xc2, new Uint8Array(9)),
    segment(0xda, new Uint8Array(6)),
    scan,
    segment(0xc4, new Uint8Array([0xff, 0xd9])),
    segment(0xda, new Uint8Array(6)),
    scan,
    new Uint8Array([0xff]), // A fill byte.
    eoi,
  );
  assert.equal(new JpegWalker().findEnd(bytesOf(picture, picture)), picture.length);
  const walker = new JpegWalker();
  for (let length = 3; length < picture.length; length++) {
    assert.equal(walker.findEnd(picture.subarray(0, length)), undefined, `at ${length}`);
  }
  assert.equal(walker.findEnd(picture), picture.length);
});

Deno.test("JpegWalker finds the end of real pictures, byte by byte", async () => {
  const pictures = new URL("../../golden/image/pictures/", import.meta.url);
  const names = ["progressive.jpg", "subsampled.jpg", "orientation_5.jpg", "cmyk.jpg"]
    .map((name) => new URL(name, pictures));
  for (const file of [...names, fixture("grace_hopper.jpg")]) {
    const bytes = await Deno.readFile(file);
    const walker = new JpegWalker();
    for (let length = 3; length < bytes.length; length++) {
      assert.equal(walker.findEnd(bytes.subarray(0, length)), undefined);
    }
    assert.equal(walker.findEnd(bytesOf(bytes, "tail")), bytes.length);
  }
});

Deno.test("JpegWalker refuses a segment that no marker follows", () => {
  const broken = bytesOf(soi, segment(0xe0, new Uint8Array(4)), "no marker");
  assert.throws(() => new JpegWalker().findEnd(broken), /no JPEG marker at byte 10/);
});
