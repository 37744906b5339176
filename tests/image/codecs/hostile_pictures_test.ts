import { EmscriptenDecoder } from "../../../src/image/codecs/emscripten_decoder.ts";
import { decodeImage } from "../../../src/image/decode_image.ts";
import { fixture } from "../../support/ffmpeg.ts";
import { bytesOf } from "../../support/streams.ts";
import { deflateSync } from "node:zlib";
import { pngOf } from "../../support/hostile.ts";
import assert from "node:assert/strict";

const pictures = new URL("../../golden/image/pictures/", import.meta.url);

function segment(marker: number, content: readonly number[]): Uint8Array {
  const length = content.length + 2;
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...content]);
}

function sizeOf(marker: number, side: number): Uint8Array {
  return segment(marker, [8, side >> 8, side & 255, side >> 8, side & 255, 1, 1, 0x11, 0]);
}

const tables = bytesOf(
  segment(0xdb, [0, ...Array<number>(64).fill(1)]),
  ...[0, 0x10].map((id) => segment(0xc4, [id, 1, ...Array<number>(15).fill(0), 0])),
);
const soi = Uint8Array.of(0xff, 0xd8), eoi = Uint8Array.of(0xff, 0xd9);
const scan = segment(0xda, [1, 1, 0, 0, 0, 0]);

Deno.test("decodeImage() sees the size of a JPEG that its decoder sees", async () => {
  const hidden = bytesOf(sizeOf(0xc0, 20_000), tables);
  // Readers that take 0xff00 for a segment skip the large size, and find a small one in a comment.
  const comment = segment(0xfe, [...sizeOf(0xc0, 64)]);
  const skip = hidden.length + 6;
  const head = Uint8Array.of(0xff, 0xd8, 0xff, 0, skip >> 8, skip & 255);
  const jpeg = bytesOf(head, hidden, comment, segment(0xda, [1, 1, 0, 0, 63, 0]), eoi);
  await assert.rejects(() => decodeImage(jpeg), { code: "picture-too-large" });
});

Deno.test("decodeImage() finds the scans of a JPEG that its decoder finds", async () => {
  const scans = bytesOf(...Array<Uint8Array>(2000).fill(scan));
  const hide = Uint8Array.of(0xff, 2, scans.length >> 8, scans.length & 255);
  const jpeg = bytesOf(soi, sizeOf(0xc2, 3500), tables, scan, hide, scans, eoi);
  await assert.rejects(() => decodeImage(jpeg), /it has 1000 segments/);
  const many = bytesOf(soi, sizeOf(0xc2, 7000), tables, ...Array<Uint8Array>(40).fill(scan), eoi);
  await assert.rejects(() => decodeImage(many), /it has 40 scans, more than the limit of 32/);
  const segments = Array<Uint8Array>(5000).fill(segment(0xdd, [0, 1]));
  await assert.rejects(
    () => decodeImage(bytesOf(soi, sizeOf(0xc2, 64), ...segments, scan, eoi)),
    /1000 segments/,
  );
});

Deno.test("decodeImage() refuses a WebP whose canvas has another size than its picture", async () => {
  const webp = await Deno.readFile(new URL("lossy.webp", pictures));
  const canvas = Uint8Array.of(10, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0);
  const extended = bytesOf("RIFF", new Uint8Array(4), "WEBPVP8X", canvas, webp.subarray(12));
  new DataView(extended.buffer).setUint32(4, extended.length - 8, true);
  await assert.rejects(() => decodeImage(extended), /its image data is damaged/);
  new DataView(extended.buffer).setUint32(24, 18 | 12 << 24, true);
  assert.equal((await decodeImage(extended)).width, 19);
});

Deno.test("a decoder's memory grows no further than its picture needs", async () => {
  let heap: Uint8Array | undefined;
  interface Mozjpeg {
    readonly HEAPU8: Uint8Array;
    decode(bytes: Uint8Array, isTurned: boolean): ImageData;
  }
  const decoder = new EmscriptenDecoder<Mozjpeg>({
    packed: () => import("../../../src/image/codecs/jpeg.wasm"),
    script: () => import("npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.js"),
    decode(module, bytes) {
      try {
        return module.decode(bytes, false);
      } finally {
        heap = module.HEAPU8;
      }
    },
  });
  const large = bytesOf(soi, sizeOf(0xc0, 6000), tables, segment(0xda, [1, 1, 0, 0, 63, 0]), eoi);
  await assert.rejects(() => decoder.decode(large, { width: 8, height: 8 }), /memory/);
  assert.ok(heap!.length < 80e6, `${heap!.length} bytes`);
  const portrait = await Deno.readFile(fixture("grace_hopper.jpg"));
  const { data } = await decoder.decode(portrait, { width: 512, height: 600 });
  assert.deepEqual(data, (await decodeImage(portrait)).data);
});

Deno.test("decodeImage() leaves nothing of pictures that it refuses", async () => {
  const broken = pngOf(3549, 3549, deflateSync(new Uint8Array(10)));
  const before = Deno.memoryUsage().rss;
  for (let i = 0; i < 100; i++) {
    await assert.rejects(() => decodeImage(broken), { code: "picture-invalid" });
  }
  const grown = Deno.memoryUsage().rss - before;
  assert.ok(grown < 300e6, `${grown} bytes after 100 pictures of 50 MB`);
});

Deno.test("decodeImage() inflates no more of a PNG than its rows", async () => {
  const zeros = new Uint8Array(100e6);
  const { width } = await decodeImage(pngOf(1, 1, deflateSync(zeros)));
  assert.equal(width, 1);
  await assert.rejects(() => decodeImage(pngOf(100, 100, deflateSync(new Uint8Array(30_000)))), {
    message: /its image data is damaged/,
  });
});
