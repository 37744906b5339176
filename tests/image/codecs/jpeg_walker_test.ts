import { readJpegFrame } from "../../../src/image/codecs/jpeg.ts";
import { JpegWalker } from "../../../src/image/codecs/jpeg_walker.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { bytesOf } from "../../support/streams.ts";
import assert from "node:assert/strict";

const pictures = new URL("../../golden/image/pictures/", import.meta.url);
const soi = new Uint8Array([0xff, 0xd8]), eoi = new Uint8Array([0xff, 0xd9]);

function segment(marker: number, data: Uint8Array): Uint8Array {
  const length = data.length + 2;
  return bytesOf(new Uint8Array([0xff, marker, length >> 8, length & 255]), data);
}

Deno.test("JpegWalker skips a thumbnail, stuffing, restarts and later scans", () => {
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
  assert.equal(new JpegWalker().walk(bytesOf(picture, picture)).end, picture.length);
  const walker = new JpegWalker();
  for (let length = 3; length < picture.length; length++) {
    assert.equal(walker.walk(picture.subarray(0, length)).end, undefined, `at ${length}`);
  }
  const { end, scans, hasEndMarker } = walker.walk(picture);
  assert.deepEqual([end, scans, hasEndMarker], [picture.length, 2, true]);
});

Deno.test("JpegWalker finds the end of real pictures, byte by byte", async () => {
  const names = ["progressive.jpg", "subsampled.jpg", "orientation_5.jpg", "cmyk.jpg"]
    .map((name) => new URL(name, pictures));
  for (const file of [...names, fixture("grace_hopper.jpg")]) {
    const bytes = await Deno.readFile(file);
    const walker = new JpegWalker();
    for (let length = 3; length < bytes.length; length++) {
      assert.equal(walker.walk(bytes.subarray(0, length)).end, undefined);
    }
    assert.equal(walker.walk(bytesOf(bytes, "tail")).end, bytes.length);
  }
});

Deno.test("JpegWalker continues where a marker is missing", () => {
  const scan = segment(0xda, new Uint8Array(6));
  for (const garbage of ["no marker", new Uint8Array([0xff, 0])]) {
    const broken = bytesOf(soi, segment(0xe0, new Uint8Array(4)), garbage, scan, eoi);
    const { end, scans } = new JpegWalker().walk(broken);
    assert.deepEqual([end, scans], [broken.length, 1]);
  }
});

Deno.test("JpegWalker ends a picture where the next one starts, in a segment of a wrong length too", () => {
  const scan = segment(0xda, new Uint8Array(6));
  const tables = segment(0xc4, new Uint8Array(9)).with(2, 0xff);
  for (
    const cut of [bytesOf(soi, scan, "data"), bytesOf(soi, tables), bytesOf(soi, scan, tables)]
  ) {
    const { end, hasEndMarker } = new JpegWalker().walk(bytesOf(cut, soi, tables, scan, eoi));
    assert.deepEqual([end, hasEndMarker], [cut.length, false]);
  }
});

Deno.test("JpegWalker counts one scan in a baseline picture and more in a progressive one", async () => {
  const scansOf = async (file: string | URL) =>
    new JpegWalker().walk(await Deno.readFile(file)).scans;
  assert.equal(await scansOf(fixture("grace_hopper.jpg")), 1);
  assert.equal(await scansOf(new URL("grey.jpg", pictures)), 1);
  // What libjpeg writes for a progressive picture in colour.
  assert.equal(await scansOf(new URL("progressive.jpg", pictures)), 10);
});

Deno.test("JpegWalker ends on every cut", async () => {
  const bytes = await Deno.readFile(new URL("progressive.jpg", pictures));
  for (let length = 0; length < bytes.length; length++) {
    assert.ok(new JpegWalker().walk(bytes.subarray(0, length)).scans <= 10);
  }
  assert.equal(new JpegWalker().walk(new Uint8Array(1000).fill(0xff)).scans, 0);
});

Deno.test("readJpegFrame() finds size and components of real pictures", async () => {
  const portrait = await Deno.readFile(fixture("grace_hopper.jpg"));
  assert.deepEqual(readJpegFrame(portrait), { width: 512, height: 600, components: 3 });
  for (const [name, components] of [["grey", 1], ["progressive", 3], ["cmyk", 4]] as const) {
    const bytes = await Deno.readFile(new URL(`${name}.jpg`, pictures));
    assert.deepEqual(readJpegFrame(bytes), { width: 19, height: 13, components });
  }
});

Deno.test("readJpegFrame() ends on every cut and every damage", async () => {
  const bytes = await Deno.readFile(fixture("grace_hopper.jpg"));
  for (let length = 3; length < 1000; length++) {
    const header = readJpegFrame(bytes.subarray(0, length));
    assert.ok(header === undefined || header.width === 512);
  }
  assert.equal(readJpegFrame(new Uint8Array(100).fill(0xff)), undefined);
  assert.equal(readJpegFrame(new Uint8Array([0xff, 0xd8, 0xff, ...Array(50).fill(0)])), undefined);
});
