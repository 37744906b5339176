import { decodeImage } from "../../src/image/decode_image.ts";
import { isText, isY4m } from "../../src/image/detect_other.ts";
import { detectFormat, formats, type ImageFormat } from "../../src/image/formats.ts";
import { expandInput } from "../../src/source/expand_input.ts";
import { openInput } from "../../src/source/open_input.ts";
import { readFrames } from "../../src/source/read_frames.ts";
import { fixture } from "../support/ffmpeg.ts";
import { bytesOf, drain, streamOf } from "../support/streams.ts";
import assert from "node:assert/strict";

function nameOf(head: Uint8Array): string {
  if (isY4m(head)) return "y4m";
  return detectFormat(head)?.name ?? (isText(head) ? "text" : "unknown");
}

Deno.test("the fixtures are detected", async () => {
  const names = {
    "astronaut.png": "PNG",
    "grace_hopper.jpg": "JPEG",
    "webcam.mjpeg": "JPEG",
    "webcam.mp4": "unknown",
    "README.md": "text",
  };
  for (const [file, name] of Object.entries(names)) {
    assert.equal(nameOf(await Deno.readFile(fixture(file))), name, file);
  }
});

Deno.test("formats are detected from the first bytes", () => {
  const names = {
    "P5 1 1 255\n": "PNM",
    "P6\n": "PNM",
    "P6# comment": "PNM",
    "P6rsonal": "text",
    "YUV4MPEG2 W1 H1\n": "y4m",
    "GIF89a": "GIF",
    "RIFF\n\0\r\nWEBPVP8 ": "WebP",
    "RIFF\n\0\r\nWAVEfmt ": "unknown",
    "Grüße": "text",
    "#EXTM3U\n#EXT-X-VERSION:3\n": "unknown",
    "ffconcat version 1.0\n": "unknown",
    "\0\0\0 ftypisom": "unknown",
    "": "unknown",
  };
  for (const [start, name] of Object.entries(names)) {
    assert.equal(nameOf(bytesOf(start)), name, start);
  }
});

Deno.test("isText() detects text whose head is cut within a character", () => {
  assert.ok(isText(bytesOf("x" + "ä".repeat(400))));
  assert.ok(!isText(new Uint8Array([0x47, 0xe4, 0xe4, 0x40])));
});

/** A made-up format: "TOY", width, height, grey samples. */
const toy: ImageFormat = {
  name: "Toy",
  mediaType: "image/x-toy",
  extensions: ["toy"],
  isStart: (bytes) => new TextDecoder().decode(bytes.subarray(0, 3)) === "TOY",
  readSize: (bytes) => bytes.length < 5 ? undefined : { width: bytes[3]!, height: bytes[4]! },
  decode(bytes) {
    const [width, height] = [bytes[3]!, bytes[4]!];
    const data = bytes.slice(5, 5 + width * height);
    if (data.length < width * height) throw new Error("it ends early");
    return { format: "gray", width, height, data };
  },
  createEndFinder: () => (bytes) => bytes.length < 5 ? undefined : 5 + bytes[3]! * bytes[4]!,
};
const picture = bytesOf("TOY", new Uint8Array([3, 2, 10, 20, 30, 40, 50, 60]));

async function withToy(run: () => Promise<void>): Promise<void> {
  formats.push(toy);
  try {
    await run();
  } finally {
    formats.pop();
  }
}

Deno.test("a format added to the table is decoded, within the limits of all pictures", async () => {
  await assert.rejects(decodeImage(picture), { code: "format-unknown" });
  await withToy(async () => {
    const { width, height, format, data } = await decodeImage(picture);
    assert.deepEqual([width, height, format, [...data]], [3, 2, "gray", [10, 20, 30, 40, 50, 60]]);
    const cases: [Promise<unknown>, string, RegExp][] = [
      [decodeImage(picture, { maxPixels: 5 }), "picture-too-large", /3x2/],
      [decodeImage(picture.slice(0, 4)), "picture-invalid", /its Toy header is cut short/],
      [decodeImage(picture.slice(0, 8)), "picture-invalid", /the picture: it ends early/],
      [decodeImage(new Uint8Array(9)), "format-unknown", /none of JPEG, .*, Toy$/],
    ];
    for (const [decoded, code, message] of cases) await assert.rejects(decoded, { code, message });
  });
});

Deno.test("a format added to the table is found in a folder and split in a stream", async () => {
  await withToy(async () => {
    const directory = await Deno.makeTempDir();
    try {
      for (const name of ["b.toy", "a", "notes.txt"]) {
        await Deno.writeFile(`${directory}/${name}`, name === "notes.txt" ? bytesOf("x") : picture);
      }
      const inputs = await expandInput(directory);
      assert.deepEqual(inputs, [`${directory}/a`, `${directory}/b.toy`]);
      const { items } = await drain(openInput(inputs[1]!));
      assert.deepEqual(items.map(({ width, still }) => [width, still]), [[3, true]]);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
    const { items, error } = await drain(readFrames(streamOf(bytesOf(picture, picture), 4)));
    assert.deepEqual([items.length, items[1]?.time, error], [2, 0.04, undefined]);
  });
});

Deno.test("formats has no duplicate name, media type or extension", () => {
  const names = formats.flatMap((
    { name, mediaType, extensions },
  ) => [name, mediaType, ...extensions]);
  assert.equal(new Set(names).size, names.length);
});
