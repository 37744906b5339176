import { sniffFormat } from "../../src/image/sniff_format.ts";
import { fixture } from "../support/ffmpeg.ts";
import { bytesOf } from "../support/streams.ts";
import assert from "node:assert/strict";

Deno.test("sniffFormat() knows the fixtures", async () => {
  const formats = {
    "astronaut.png": "png",
    "grace_hopper.jpg": "jpeg",
    "webcam.mjpeg": "jpeg",
    "webcam.mp4": "unknown",
    "README.md": "text",
  };
  for (const [name, format] of Object.entries(formats)) {
    assert.equal(sniffFormat(await Deno.readFile(fixture(name))), format, name);
  }
});

Deno.test("sniffFormat() knows formats by their first bytes", () => {
  const formats = {
    "P5 1 1 255\n": "pnm",
    "P6\n": "pnm",
    "P6# comment": "pnm",
    "P6rsonal": "text",
    "YUV4MPEG2 W1 H1\n": "y4m",
    "GIF89a": "gif",
    "RIFF\n\0\r\nWEBPVP8 ": "webp",
    "RIFF\n\0\r\nWAVEfmt ": "unknown",
    "Grüße": "text",
    "#EXTM3U\n#EXT-X-VERSION:3\n": "unknown",
    "ffconcat version 1.0\n": "unknown",
    "\0\0\0 ftypisom": "unknown",
    "": "unknown",
  };
  for (const [start, format] of Object.entries(formats)) {
    assert.equal(sniffFormat(bytesOf(start)), format, start);
  }
});

Deno.test("sniffFormat() takes text for text though its head is cut within a character", () => {
  assert.equal(sniffFormat(bytesOf("x" + "ä".repeat(400))), "text");
  assert.equal(sniffFormat(new Uint8Array([0x47, 0xe4, 0xe4, 0x40])), "unknown");
});
