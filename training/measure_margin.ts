/**
 * Finds the crop that frames our detector's faces as FER2013 frames its own, which were cut out by
 * another detector and no longer show what was around them.
 *
 *     python -c 'import fer, pathlib; fer.load(pathlib.Path("DATA"))["Training"].pictures[:6000:4].tofile("runs/pictures.raw")'
 *     deno run --allow-read measure_margin.ts runs/pictures.raw
 *
 * Each picture of 48x48 goes into a larger one, its edge going on or in plain grey, because the
 * detector wants to see around a face. Printed are the share of faces found and the quartiles of the
 * box: its centre against the picture's in box sides, the picture's side in box sides, the roll.
 */
import { startEngine } from "../src/engine/start_engine.ts";
import { FaceDetector } from "../src/face/detector.ts";
import { pad, size } from "./pad.ts";

function quartiles(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!.toFixed(3);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}

const pictures = await Deno.readFile(Deno.args[0]!);
const count = pictures.length / size ** 2;
using detector = await FaceDetector.load(await startEngine());
for (const side of [60, 72, 96, 128]) {
  for (const border of ["edge", "grey"] as const) {
    const x: number[] = [], y: number[] = [], sides: number[] = [], roll: number[] = [];
    for (let i = 0; i < count; i++) {
      const picture = pictures.subarray(i * size ** 2, (i + 1) * size ** 2);
      const [face] = await detector.detect(pad(picture, side, border), { maxFaces: 1 });
      if (!face) continue;
      const { box, landmarks: { rightEye, leftEye } } = face;
      const boxSide = Math.max(box.width, box.height);
      x.push((side / 2 - box.x - box.width / 2) / boxSide);
      y.push((side / 2 - box.y - box.height / 2) / boxSide);
      sides.push(size / boxSide);
      const angle = Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]);
      roll.push(angle * 180 / Math.PI);
    }
    // deno-lint-ignore no-console
    console.log(
      `${border} to ${side}: found ${(x.length / count * 100).toFixed(1)}% of ${count}; ` +
        `shiftX ${quartiles(x)}, shiftY ${quartiles(y)}, ` +
        `picture/box ${quartiles(sides)}, roll ${quartiles(roll)}`,
    );
  }
}
