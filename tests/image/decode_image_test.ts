import { InputError } from "../../src/errors.ts";
import { decodeImage } from "../../src/image/decode_image.ts";
import type { Frame } from "../../src/image/frame.ts";
import golden from "../golden/image/pictures.json" with { type: "json" };
import { JpegWalker } from "../../src/image/codecs/jpeg_walker.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { bytesOf } from "../support/streams.ts";
import { maxDifference } from "../support/compare.ts";
import { runWithoutPermission } from "../support/without_permission.ts";
import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import assert from "node:assert/strict";

const pictures = new URL("../golden/image/pictures/", import.meta.url);

function rgbOf({ format, data }: Frame): Uint8Array {
  if (format === "rgb24") return data;
  if (format === "rgba") return data.filter((_, i) => i % 4 !== 3);
  return Uint8Array.from({ length: data.length * 3 }, (_, i) => data[i / 3 | 0]!);
}

function refuses(bytes: Uint8Array, code: string, state: string): Promise<void> {
  return assert.rejects(() => decodeImage(bytes, { source: "a/b.jpg" }), (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.equal(error.code, code);
    assert.ok(/^Cannot (decode|read) a\/b.jpg: /.test(error.message), error.message);
    assert.ok(error.message.includes(state), error.message);
    assert.ok(!error.message.includes("\n"));
    return true;
  });
}

for (const [name, expected] of Object.entries(golden)) {
  Deno.test(`decodeImage() decodes ${name} as Pillow does`, async () => {
    const frame = await decodeImage(await Deno.readFile(new URL(name, pictures)), { source: name });
    assert.deepEqual([frame.width, frame.height], [expected.width, expected.height]);
    assert.deepEqual([frame.source, frame.index, frame.time, frame.fullRange], [name, 0, 0, true]);
    // Lossy decoders may round differently, and so may conversions from 16 to 8 bits.
    const most = /jpe?g|avif|heic/.test(name) ? 4 : /16|48|wide/.test(name) ? 2 : 0;
    const worst = maxDifference(rgbOf(frame), expected.rgb);
    assert.ok(worst <= most, `worst ${worst}`);
  });
}

Deno.test("decodeImage() returns samples that the next picture does not change", async () => {
  const first = await decodeImage(await Deno.readFile(new URL("orientation_1.jpg", pictures)));
  const before = first.data.slice();
  await decodeImage(await Deno.readFile(new URL("orientation_3.jpg", pictures)));
  assert.deepEqual(first.data, before);
});

Deno.test("decodeImage() reads comments in a PPM and a maximum below 255", async () => {
  const bytes = bytesOf("P6\n# made by hand\n1 # width\n2\n100\n", new Uint8Array(6).fill(50));
  const { data, width, height } = await decodeImage(bytes);
  assert.deepEqual([width, height, [...data]], [1, 2, Array(6).fill(128)]);
});

Deno.test("decodeImage() puts the first picture of a GIF in its place", async () => {
  const gif = await Deno.readFile(new URL("still.gif", pictures));
  const whole = await decodeImage(gif);
  const at = 13 + 3 * 2 ** ((gif[10]! & 7) + 1); // Where the picture starts.
  assert.equal(gif[at], 0x2c);
  const placed = await decodeImage(gif.with(6, 30).with(8, 20).with(at + 1, 5).with(at + 3, 4));
  assert.deepEqual([placed.width, placed.height], [30, 20]);
  const row = placed.data.subarray((4 * 30 + 5) * 4, (4 * 30 + 5 + 19) * 4);
  assert.deepEqual(row, whole.data.subarray(0, 19 * 4));
  assert.equal(placed.data[3], 0);
});

Deno.test("decodeImage() reads BMPs that misstate their length", async () => {
  const bmp = await Deno.readFile(new URL("rgb.bmp", pictures));
  const { data } = await decodeImage(bmp);
  for (const length of [0, 40, 0x7fffffff]) {
    new DataView(bmp.buffer).setUint32(2, length, true);
    assert.deepEqual((await decodeImage(bmp)).data, data);
  }
});

/** A JPEG with other bytes at the start of its scan. */
async function withScanHeader(change: (header: number[]) => number[]): Promise<Uint8Array> {
  const jpeg = [...await Deno.readFile(fixture("grace_hopper.jpg"))];
  const at = jpeg.findLastIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
  return Uint8Array.from([
    ...jpeg.slice(0, at),
    ...change(jpeg.slice(at, at + 14)),
    ...jpeg.slice(at + 14),
  ]);
}

Deno.test("decodeImage() reads JPEGs with fields that decoders do not need", async () => {
  const withoutSpectrum = (header: number[]) => [...header.slice(0, 11), 0, 0, 0];
  const spectrum = await decodeImage(await withScanHeader(withoutSpectrum));
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  assert.deepEqual(spectrum.data, (await decodeImage(jpeg)).data);
  const jfif = jpeg.with(jpeg.indexOf(0x4a) + 5, 2);
  assert.equal(String.fromCharCode(...jfif.subarray(6, 10)), "JFIF");
  assert.equal((await decodeImage(jfif)).height, 600);
});

Deno.test("decodeImage() notices a cut behind a harmless fault", async () => {
  const padded = await withScanHeader((header) => [0, ...header]);
  assert.equal((await decodeImage(padded)).height, 600);
  await refuses(padded.subarray(0, 30_000), "picture-invalid", "ends after 30000 bytes");
});

Deno.test("decodeImage() finds damage in a JPEG's data, whatever its decoder says of other things", async () => {
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const { data } = await decodeImage(jpeg);
  const scan = new JpegWalker().walk(jpeg).segments.at(-1)!;
  const endMarker = jpeg.subarray(-2), whole = jpeg.subarray(0, -2);
  const stray = bytesOf(jpeg.subarray(0, scan.start - 4), "\0", jpeg.subarray(scan.start - 4));
  const padded = bytesOf(whole, new Uint8Array(7), endMarker);
  for (
    const same of [whole, padded, bytesOf(stray.subarray(0, -2), new Uint8Array(7), endMarker)]
  ) {
    assert.deepEqual((await decodeImage(same)).data, data);
  }
  const left = bytesOf(whole, "left over by damage", endMarker);
  await refuses(left, "picture-invalid", "extraneous bytes");
  const halves = [jpeg, stray, jpeg.with(jpeg.indexOf(0x4a) + 5, 2)].map((it) =>
    it.subarray(0, 30_000)
  );
  for (const half of halves) {
    await refuses(half, "picture-invalid", "ends after 30000 bytes");
    await refuses(bytesOf(half, endMarker), "picture-invalid", "premature end of data segment");
  }
  const progressive = await Deno.readFile(new URL("progressive.jpg", pictures));
  await refuses(progressive.slice(0, -2), "picture-invalid", "within the picture");
});

ffmpegTest("decodeImage() reads JPEGs without Huffman tables, as cameras send them", async () => {
  const still = ["-frames:v", "1", "-huffman", "default", "-f", "mjpeg", "-"];
  const jpeg = await ffmpeg(["-i", fixture("webcam.mp4"), ...still]);
  const { segments } = new JpegWalker().walk(jpeg);
  const [tables, next] = segments.slice(segments.findIndex(({ marker }) => marker === 0xc4));
  const without = bytesOf(jpeg.subarray(0, tables!.start - 4), jpeg.subarray(next!.start - 4));
  assert.ok(without.length < jpeg.length - 400);
  assert.deepEqual((await decodeImage(without)).data, (await decodeImage(jpeg)).data);
});

Deno.test("decodeImage() refuses truncated pictures and still reads whole ones", async () => {
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const png = await Deno.readFile(fixture("astronaut.png"));
  for (let i = 0; i < 3; i++) {
    await refuses(jpeg.slice(0, 30_000), "picture-invalid", "ends after 30000 bytes");
    await refuses(jpeg.slice(0, 20), "picture-invalid", "header is cut short");
    await refuses(png.slice(0, 300_000), "picture-invalid", "ends after 300000 bytes");
    await refuses(png.slice(0, 20), "picture-invalid", "header is cut short");
    assert.equal((await decodeImage(jpeg)).height, 600);
    assert.equal((await decodeImage(png)).height, 512);
  }
  await refuses(
    bytesOf("P6 2 2 255\nabc"),
    "picture-invalid",
    "12 bytes of samples but there are 3",
  );
  await refuses(bytesOf("P6 2 two"), "picture-invalid", "header");
});

Deno.test("decodeImage() refuses damaged pictures", async () => {
  const png = await Deno.readFile(new URL("rgb.png", pictures));
  png[60]! ^= 1; // Within the image data.
  await refuses(png, "picture-invalid", "IDAT chunk at byte 33 fails its checksum");
  const data = png.subarray(41, 41 + new DataView(png.buffer).getUint32(33));
  new DataView(png.buffer).setUint32(41 + data.length, crc32(png.subarray(37, 41 + data.length)));
  await refuses(png, "picture-invalid", "image data is damaged");
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  jpeg.fill(0x55, 30_000, 40_000);
  await refuses(jpeg, "picture-invalid", "Corrupt JPEG data");
});

Deno.test("decodeImage() refuses WebPs that are cut or damaged", async () => {
  const webp = await Deno.readFile(new URL("extended.webp", pictures));
  for (let i = 0; i < 3; i++) {
    await refuses(webp.slice(0, -20), "picture-invalid", `of ${webp.length} bytes`);
    await refuses(webp.slice(0, 20), "picture-invalid", "header is cut short");
    await refuses(webp.with(44, webp[44]! ^ 64), "picture-invalid", "image data is damaged");
    await refuses(webp.with(20, 2), "picture-invalid", "it has no frame");
    assert.equal((await decodeImage(webp)).height, 13);
  }
});

Deno.test("decodeImage() refuses a JPEG with an excessive number of scans", async () => {
  const jpeg = await Deno.readFile(new URL("progressive.jpg", pictures));
  const last = jpeg.findLastIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
  const scan = jpeg.slice(last, -2);
  const many = bytesOf(jpeg.slice(0, -2), ...Array<Uint8Array>(91).fill(scan), jpeg.slice(-2));
  await refuses(many, "picture-invalid", "101 scans");
});

Deno.test("decodeImage() checks the size before it decodes", async () => {
  const png = await Deno.readFile(new URL("rgb.png", pictures));
  new DataView(png.buffer).setUint32(16, 100_000);
  new DataView(png.buffer).setUint32(20, 100_000);
  await refuses(png, "picture-too-large", "100000x100000");
  const jpeg = await Deno.readFile(new URL("grey.jpg", pictures));
  const frameHeader = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  jpeg.fill(0xff, frameHeader + 5, frameHeader + 9);
  await refuses(jpeg, "picture-too-large", "65535x65535");
  await refuses(bytesOf("P5 99999 99999 255\n"), "picture-too-large", "99999x99999");
  const webp = await Deno.readFile(new URL("extended.webp", pictures));
  webp.fill(0xff, 24, 30);
  await refuses(webp, "picture-too-large", "16777216x16777216");
  const gif = await Deno.readFile(new URL("still.gif", pictures));
  gif.fill(0xff, 6, 10);
  await refuses(gif, "picture-too-large", "65535x65535");
  await assert.rejects(
    async () => decodeImage(await Deno.readFile(fixture("rocket.jpg")), { maxPixels: 640 * 426 }),
    { code: "picture-too-large" },
  );
});

Deno.test("decodeImage() refuses data that is not a picture", async () => {
  await refuses(bytesOf("Dear diary,\n"), "format-unknown", "text");
  await refuses(new Uint8Array(0), "format-unknown", "empty");
  await refuses(new Uint8Array(100), "format-unknown", "none of");
  await refuses(bytesOf("YUV4MPEG2 W4 H4\n"), "format-unknown", "video stream");
});

Deno.test("decodeImage() needs no permission, or that to read for what ImageMagick decodes", async () => {
  const names = [
    "rgb.png",
    "orientation_6.jpg",
    "lossy.webp",
    "wide.ppm",
    "still.heic",
    "cmyk.jpg",
  ];
  const files: [string, string][] = [];
  for (const name of names) {
    files.push([name, (await readFile(new URL(name, pictures))).toString("base64")]);
  }
  const script = `
    import { decodeImage } from "${new URL("../../src/image/decode_image.ts", import.meta.url)}";
    for (const [source, base64] of ${JSON.stringify(files)}) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      console.log(await decodeImage(bytes, { source }).then(
        (frame) => frame.width + "x" + frame.height,
        (error) => [error.name, error.code, error.permission, error.message].join(" "),
      ));
    }`;
  const [png, jpeg, webp, ppm, ...refused] = await runWithoutPermission(script);
  assert.deepEqual([png, jpeg, webp, ppm], ["19x13", "13x19", "19x13", "19x13"]);
  assert.equal(refused.length, 2);
  for (const line of refused) {
    assert.match(line, /^EnvironmentError permission-missing read Cannot decode .*not permitted$/);
  }
  const permitted = await runWithoutPermission(script, undefined, ["--allow-read"]);
  assert.deepEqual(permitted.slice(4), ["19x13", "19x13"]);
});
