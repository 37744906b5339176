import assert from "node:assert/strict";
import { type CropInput, faceCrop, frameCrop } from "../../src/face/face_crop.ts";
import { createFrame } from "../../src/image/frame.ts";
import { readGolden, readPicture } from "../support/face_goldens.ts";

interface GoldenCrop {
  picture: string;
  points: [number, number, number, number, number, number, number, number];
  margin: number;
  shiftY: number;
  crop: string;
}

const SIZE = 48;
const GREY: CropInput = { width: SIZE, height: SIZE, channels: 1 };

/** The crop of production, and the one by scipy: 48x48 grey values. */
async function crops(
  golden: GoldenCrop,
  input: CropInput,
): Promise<{ crop: Float32Array; expected: number[] }> {
  const { picture, margin, shiftY, points: [left, top, right, bottom, ...eyes] } = golden;
  const face = {
    box: { x: left, y: top, width: right - left, height: bottom - top },
    landmarks: { rightEye: [eyes[0], eyes[1]], leftEye: [eyes[2], eyes[3]] },
  } as const;
  const crop = faceCrop(await readPicture(picture), face, { margin, shiftY }, input);
  const { data } = await readPicture(golden.crop);
  return { crop, expected: Array.from(data.filter((_, i) => i % 4 === 0), (v) => v / 255) };
}

/** The largest and the mean difference. */
function differences(one: ArrayLike<number>, other: ArrayLike<number>): [number, number] {
  assert.equal(one.length, other.length);
  const all = Array.from(one, (value, i) => Math.abs(value - other[i]!));
  return [Math.max(...all), all.reduce((sum, value) => sum + value, 0) / all.length];
}

for (const golden of await readGolden<GoldenCrop[]>("crops.json")) {
  Deno.test(`faceCrop() agrees with scipy on ${golden.crop} of ${golden.picture}`, async () => {
    const { crop, expected } = await crops(golden, GREY);
    const [max, mean] = differences(crop, expected);
    // The golden crop is rounded to 1/255, decoders of JPEG differ by a step or two, and a mean of
    // 16x16 taps differs from one of a tap a pixel where there is fine detail.
    assert(max < 0.02, `largest difference ${max}`);
    assert(mean < 0.002, `mean difference ${mean}`);
  });

  Deno.test(`faceCrop() agrees with scipy in RGB on ${golden.crop} of ${golden.picture}`, async () => {
    const { crop, expected } = await crops(golden, { ...GREY, channels: 3 });
    const luma = expected.map((_, i) =>
      0.299 * crop[3 * i]! + 0.587 * crop[3 * i + 1]! + 0.114 * crop[3 * i + 2]!
    );
    const [max, mean] = differences(luma, expected);
    // RGB is averaged over fewer taps.
    assert(max < 0.05, `largest difference ${max}`);
    assert(mean < 0.003, `mean difference ${mean}`);
  });

  Deno.test(`faceCrop() agrees with scipy at half the height on ${golden.crop} of ${golden.picture}`, async () => {
    const { crop, expected } = await crops(golden, { ...GREY, height: SIZE / 2 });
    const rows = Array.from(crop, (_, i) => {
      const above = 2 * SIZE * Math.floor(i / SIZE) + i % SIZE;
      return (expected[above]! + expected[above + SIZE]!) / 2;
    });
    const [max, mean] = differences(crop, rows);
    assert(max < 0.02, `largest difference ${max}`);
    assert(mean < 0.002, `mean difference ${mean}`);
  });
}

Deno.test("frameCrop() scales a frame to the input, grey or RGB", () => {
  const frame = createFrame(
    "rgb24",
    4,
    2,
    Uint8Array.from(
      [0, 51].flatMap((red) => [0, 51, 102, 153].flatMap((green) => [red, green, 255])),
    ),
  );
  const rgb = frameCrop(frame, { width: 2, height: 1, channels: 3 });
  const [max] = differences(rgb, [0.1, 0.1, 1, 0.1, 0.5, 1]);
  assert(max < 1e-6, `${max}`);
  assert.equal(frameCrop(frame, { width: 2, height: 1, channels: 1 }).length, 2);
});
