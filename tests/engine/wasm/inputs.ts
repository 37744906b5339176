import type { CropFace } from "../../../src/face/crop_transform.ts";
import { faceCrop } from "../../../src/face/face_crop.ts";
import { readGolden, readPicture } from "../../support/face_goldens.ts";
import { randomNumbers } from "./random_numbers.ts";

interface GoldenCrop {
  readonly picture: string;
  readonly points: readonly number[];
}

/**
 * Makes pictures with values from 0 to 1: noise, low-contrast noise, waves and flat ones in turn.
 *
 * @param count How many.
 * @param shape Height, width and channels.
 */
export function madePictures(count: number, shape: readonly number[]): Float32Array[] {
  const [height, width, channels] = shape as [number, number, number];
  const random = randomNumbers(count);
  return Array.from({ length: count }, (_, i) => {
    const [a, b, c, d] = [random(), random(), random(), random()];
    const kinds = [
      () => random(),
      () => 0.3 + 0.4 * a * random(),
      (y: number, x: number) => 0.5 + 0.5 * Math.sin(40 * a * x + 40 * b * y + 6 * c) * d,
      (y: number, x: number) => Math.min(1, a * x + b * y),
      () => a,
    ];
    const kind = kinds[i % kinds.length]!;
    const picture = new Float32Array(height * width * channels);
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) picture[at++] = kind(y / height, x / width);
      }
    }
    return picture;
  });
}

/** Crops of 48x48 around the faces of the golden pictures, no two of them alike. */
export async function faceCrops(count: number): Promise<Float32Array[]> {
  const random = randomNumbers(count), goldens = await readGolden<GoldenCrop[]>("crops.json");
  const pictures = await Promise.all(goldens.map(({ picture }) => readPicture(picture)));
  return Array.from({ length: count }, (_, i) => {
    const at = i % goldens.length;
    const [left, top, right, bottom, ...eyes] = goldens[at]!.points as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const face: CropFace = {
      box: { x: left, y: top, width: right - left, height: bottom - top },
      landmarks: { rightEye: [eyes[0]!, eyes[1]!], leftEye: [eyes[2]!, eyes[3]!] },
    };
    const shift = { margin: 0.6 * random() - 0.2, shiftY: 0.4 * random() - 0.2 };
    return faceCrop(pictures[at]!, face, shift, { width: 48, height: 48, channels: 1 });
  });
}
