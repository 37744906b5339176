import { createFrame } from "../../src/image/frame.ts";
import type { Affine } from "../../src/geometry.ts";
import { sampleLuma } from "../../src/image/sample_luma.ts";
import golden from "../golden/image/sampling.json" with { type: "json" };
import { clipFrame, ffmpegTest } from "../support/ffmpeg.ts";
import { maxDifference, meanDifference } from "../support/compare.ts";
import assert from "node:assert/strict";

const patch = createFrame("rgb24", golden.width, golden.height, new Uint8Array(golden.rgb));

Deno.test("sampleLuma() agrees with a brute-force area average", () => {
  for (const [name, expected] of Object.entries(golden.cases)) {
    const { toFrame, width, height } = expected;
    const luma = sampleLuma(patch, toFrame as unknown as Affine, width, height);
    // A whole multiple is exact but for the rounding of the golden values.
    const [most, mean] = name === "whole multiples" || name === "magnified"
      ? [0.0001, 0.0001]
      : [0.03, 0.006];
    const worst = maxDifference(luma, expected.luma), usual = meanDifference(luma, expected.luma);
    assert.ok(worst < most && usual < mean, `${name}: worst ${worst}, mean ${usual}`);
  }
});

Deno.test("sampleLuma() reads rgba as rgb24 and replicates the edge", () => {
  const rgba = createFrame("rgba", 2, 1, new Uint8Array([255, 255, 255, 0, 0, 0, 0, 9]));
  assert.deepEqual([...sampleLuma(rgba, [1, 0, -2, 0, 1, -5], 6, 1)], [1, 1, 1, 0, 0, 0]);
});

Deno.test("sampleLuma() expands video range and clamps what lies beyond", () => {
  const samples = new Uint8Array([0, 16, 126, 235, 255, 128, 128, 128, 128, 128, 128]);
  const limited = createFrame("yuv420p", 5, 1, samples);
  const [below, black, middle, white, above] = sampleLuma(limited, [1, 0, 0, 0, 1, 0], 5, 1);
  assert.deepEqual([below, black, white, above], [0, 0, 1, 1]);
  assert.ok(Math.abs(middle! - 110 / 219) < 1e-6);
  const full = createFrame("yuv420p", 5, 1, samples, { fullRange: true });
  assert.equal(sampleLuma(full, [1, 0, 0, 0, 1, 0], 5, 1)[2], Math.fround(126 / 255));
});

ffmpegTest(
  "sampleLuma() of any layout agrees with the grey picture that ffmpeg makes",
  async () => {
    const toFrame: Affine = [3.1, -0.4, 120, 0.4, 3.1, 50];
    const gray = createFrame("gray", 400, 300, await clipFrame("gray"));
    const expected = sampleLuma(gray, toFrame, 48, 48);
    for (const format of ["yuv420p", "yuv422p", "yuv444p", "rgb24", "rgba"] as const) {
      const data = await clipFrame(format);
      const luma = sampleLuma(createFrame(format, 400, 300, data), toFrame, 48, 48);
      assert.ok(
        maxDifference(luma, expected) < 2 / 255,
        `${format} ${maxDifference(luma, expected)}`,
      );
    }
  },
);
