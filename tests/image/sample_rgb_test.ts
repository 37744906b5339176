import type { Affine } from "../../src/geometry.ts";
import { createFrame } from "../../src/image/frame.ts";
import { sampleRgb } from "../../src/image/sample_rgb.ts";
import golden from "../golden/image/sampling.json" with { type: "json" };
import { clipFrame, ffmpegTest } from "../support/ffmpeg.ts";
import { maxDifference, meanDifference } from "../support/compare.ts";
import assert from "node:assert/strict";

const patch = createFrame("rgb24", golden.width, golden.height, new Uint8Array(golden.rgb));

Deno.test("sampleRgb() agrees with a brute-force area average", () => {
  for (const [name, expected] of Object.entries(golden.cases)) {
    const { toFrame, width, height } = expected;
    const rgb = sampleRgb(patch, toFrame as unknown as Affine, width, height);
    const red = rgb.filter((_, i) => i % 3 === 0);
    const [most, mean] = name === "magnified" ? [0.0001, 0.0001] : [0.08, 0.02];
    const worst = maxDifference(red, expected.red), usual = meanDifference(red, expected.red);
    assert.ok(worst < most && usual < mean, `${name}: worst ${worst}, mean ${usual}`);
  }
});

Deno.test("sampleRgb() pads with black or with the edge in every layout", () => {
  const frames = [
    createFrame("gray", 2, 2, new Uint8Array(4).fill(255)),
    createFrame("rgb24", 2, 2, new Uint8Array(12).fill(255)),
    createFrame("rgba", 2, 2, new Uint8Array(16).fill(255)),
    createFrame("yuv420p", 2, 2, new Uint8Array([235, 235, 235, 235, 128, 128])),
    createFrame("yuv444p", 2, 2, new Uint8Array(12).fill(128).fill(255, 0, 4), { fullRange: true }),
  ];
  const toFrame: Affine = [1, 0, -1, 0, 1, 0];
  for (const frame of frames) {
    const padded = sampleRgb(frame, toFrame, 4, 1, { border: "zero" });
    assert.deepEqual([...padded], [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0], frame.format);
    assert.deepEqual([...sampleRgb(frame, toFrame, 4, 1)], Array(12).fill(1), frame.format);
  }
});

Deno.test("sampleRgb() reads chroma where its subsampled planes put it", () => {
  // 3x3 of grey whose last column and row are blue: chroma planes of 2x2 with the last ones blue.
  const luma = Array(9).fill(100);
  const frame = createFrame(
    "yuv420p",
    3,
    3,
    new Uint8Array([...luma, 128, 255, 255, 255, 128, 128, 128, 128]),
    { fullRange: true },
  );
  const rgb = sampleRgb(frame, [1, 0, 0, 0, 1, 0], 3, 3);
  const blue = [...rgb].filter((_, i) => i % 3 === 2);
  assert.ok(Math.abs(blue[0]! - 100 / 255) < 1e-6);
  assert.ok(blue[8]! > 0.85);
});

ffmpegTest("sampleRgb() of any layout agrees with the RGB picture that ffmpeg makes", async () => {
  const scale = 400 / 128;
  const toFrame: Affine = [scale, 0, 0, 0, scale, -50];
  const data = await clipFrame("rgb24");
  const expected = sampleRgb(createFrame("rgb24", 400, 300, data), toFrame, 128, 128);
  for (const format of ["yuv420p", "yuv422p", "yuv444p", "rgba"] as const) {
    const data = await clipFrame(format);
    const rgb = sampleRgb(createFrame(format, 400, 300, data), toFrame, 128, 128);
    const mean = meanDifference(rgb, expected);
    assert.ok(mean < 2 / 255, `${format}: mean ${mean}`);
  }
});
