import assert from "node:assert/strict";
import { createFrame, type Frame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { emotionColor } from "../../src/draw/emotion_colors.ts";
import { type Mask, paint } from "../../src/draw/paint.ts";
import { ffmpeg, ffmpegTest } from "../support/ffmpeg.ts";

const FORMATS: PixelFormat[] = ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"];

function blank(
  format: PixelFormat,
  width: number,
  height: number,
  fullRange = !format.startsWith("yuv"),
): Frame {
  const data = new Uint8Array(frameBytes(format, width, height)).fill(90);
  return createFrame(format, width, height, data, { fullRange });
}

function rectangle(x: number, y: number, width: number, height: number, value = 255): Mask {
  return { x, y, width, height, alpha: new Uint8Array(width * height).fill(value) };
}

for (const format of FORMATS) {
  for (const height of [480, 720]) {
    for (const fullRange of format.startsWith("yuv") ? [true, false] : [true]) {
      const name = `${format} ${height} lines ${fullRange ? "full" : "video"} range`;
      ffmpegTest(`paint() paints the same samples as ffmpeg: ${name}`, async () => {
        const color = emotionColor("angry");
        const frame = blank(format, 2, height, fullRange);
        paint(frame, rectangle(0, 0, 2, height), color);
        const matrix = !fullRange && height >= 720 ? "bt709" : "bt601";
        const range = fullRange ? "pc" : "tv";
        const expected = await ffmpeg([
          ...["-f", "lavfi", "-i", `color=${color.replace("#", "0x")}:s=2x${height},format=gbrp`],
          ...["-vf", `scale=out_color_matrix=${matrix}:out_range=${range},format=${format}`],
          ...["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", format, "-"],
        ]);
        assert.equal(frame.data.length, expected.length);
        const worst = Math.max(...frame.data.map((value, i) => Math.abs(value - expected[i]!)));
        assert.ok(worst <= 2, `off by ${worst}`);
      });
    }
  }
}

Deno.test("paint() cuts off what lies outside a frame of odd size", () => {
  for (const format of FORMATS) {
    const frame = blank(format, 5, 3);
    paint(frame, rectangle(-4, -4, 20, 20), "#ffffff");
    const white = blank(format, 5, 3);
    paint(white, rectangle(0, 0, 5, 3), "#ffffff");
    assert.deepEqual(frame.data, white.data, format);
    const untouched = blank(format, 5, 3);
    paint(untouched, rectangle(5, 0, 4, 4), "#ffffff");
    paint(untouched, rectangle(-4, -4, 4, 4), "#ffffff");
    assert.ok(untouched.data.every((value) => value === 90), format);
  }
});

Deno.test("paint() mixes by the mask and the opacity", () => {
  const frame = createFrame("gray", 3, 1, new Uint8Array([100, 100, 100]));
  paint(frame, { x: 0, y: 0, width: 2, height: 1, alpha: new Uint8Array([51, 255]) }, "#ffffff");
  assert.deepEqual([...frame.data], [131, 255, 100]);
  paint(frame, rectangle(2, 0, 1, 1), "#000000", 0.25);
  assert.equal(frame.data[2], 75);
});

Deno.test("paint() mixes subsampled chroma by the share of painted pixels", () => {
  const frame = blank("yuv420p", 4, 4, true);
  frame.data.fill(128, 16);
  paint(frame, rectangle(1, 1, 1, 1), "#ff0000");
  const v = frame.data.subarray(20);
  assert.equal(v[0], 160); // A quarter of the way from 128 to 255.5.
  assert.deepEqual([...v.subarray(1)], [128, 128, 128]);
});

Deno.test("paint() makes transparent pixels visible", () => {
  const frame = createFrame("rgba", 2, 1, new Uint8Array(8));
  paint(frame, rectangle(0, 0, 1, 1), "#ff0000");
  assert.deepEqual([...frame.data], [255, 0, 0, 255, 0, 0, 0, 0]);
});
