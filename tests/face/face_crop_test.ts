import assert from "node:assert/strict";
import { faceCrop } from "../../src/face/face_crop.ts";
import { readGolden, readPicture } from "../support/face_goldens.ts";

interface GoldenCrop {
  picture: string;
  points: [number, number, number, number, number, number, number, number];
  margin: number;
  shiftY: number;
  crop: string;
}

for (const golden of await readGolden<GoldenCrop[]>("crops.json")) {
  const { picture, margin, shiftY } = golden;
  Deno.test(`faceCrop() agrees with scipy on ${golden.crop} of ${picture}`, async () => {
    const [left, top, right, bottom, ...eyes] = golden.points;
    const face = {
      box: { x: left, y: top, width: right - left, height: bottom - top },
      landmarks: { rightEye: [eyes[0], eyes[1]], leftEye: [eyes[2], eyes[3]] },
    } as const;
    const crop = faceCrop(await readPicture(picture), face, { margin, shiftY });
    const expected = (await readPicture(golden.crop)).data.filter((_, i) => i % 4 === 0);
    assert.equal(crop.length, 48 * 48);
    let sum = 0, max = 0;
    crop.forEach((value, i) => {
      const difference = Math.abs(value - expected[i]! / 255);
      sum += difference;
      max = Math.max(max, difference);
    });
    // The golden crop is rounded to 1/255, decoders of JPEG differ by a step or two, and a mean of
    // 16x16 taps differs from one of a tap a pixel where there is fine detail.
    assert(max < 0.02, `largest difference ${max}`);
    assert(sum / crop.length < 0.002, `mean difference ${sum / crop.length}`);
  });
}
