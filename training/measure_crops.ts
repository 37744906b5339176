/**
 * How much accuracy the way through our detector costs: FER2013's pictures as they are, against the
 * same pictures padded, enlarged, found again by BlazeFace and cut out as the model's card says.
 *
 *     python write_folders.py --data DATA --split PublicTest --by fer2013 --out runs/public/fer2013
 *     python write_folders.py --data DATA --split PublicTest --by ferplus --out runs/public/ferplus
 *     deno run --allow-read measure_crops.ts five runs/public/fer2013 runs/public/ferplus
 *
 * FER2013 shows little around its faces, so the detector is given each picture with its edge going on
 * or in plain grey. Enlarged, a crop has more pixels than the network takes, as those of most users.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { decodeImage } from "../src/image/decode_image.ts";
import { createFrame, type Frame } from "../src/image/frame.ts";
import { sampleLuma } from "../src/image/sample_luma.ts";
import { Recognizer } from "../src/recognizer.ts";
import { type Border, pad, size } from "./pad.ts";

interface Picture {
  frame: Frame;
  /** By folder. */
  truth: Map<string, string>;
  bare: string | undefined;
}

/** The frame's brightness with each pixel as `factor` by `factor`, interpolated. */
function enlarge(frame: Frame, factor: number): Frame {
  const side = frame.width * factor;
  const samples = sampleLuma(frame, [1 / factor, 0, 0, 0, 1 / factor, 0], side, side);
  return createFrame("gray", side, side, Uint8Array.from(samples, (v) => Math.round(255 * v)));
}

async function emotion(recognizer: Recognizer, frame: Frame): Promise<string | undefined> {
  return (await recognizer.recognize(frame)).faces[0]?.emotion;
}

const percent = (part: number, whole: number): string => (100 * part / whole).toFixed(2);

const [model, ...folders] = Deno.args as [string, ...string[]];
using recognizer = await Recognizer.load({ model });
using bare = await Recognizer.load({ model, cropOnly: true });
const pictures = new Map<string, Picture>();
for (const folder of folders) {
  for (const label of recognizer.labels) {
    for (const name of await readdir(join(folder, label))) {
      let entry = pictures.get(name);
      if (!entry) {
        const frame = enlarge(await decodeImage(await readFile(join(folder, label, name))), 1);
        entry = { frame, truth: new Map(), bare: await emotion(bare, frame) };
        pictures.set(name, entry);
      }
      entry.truth.set(folder, label);
    }
  }
}
const side = 2 * size;
for (const border of ["edge", "grey"] satisfies Border[]) {
  for (const factor of [1, 4]) {
    const answers = new Map<Picture, string | undefined>();
    for (const entry of pictures.values()) {
      const padded = enlarge(pad(entry.frame.data, side, border), factor);
      answers.set(entry, await emotion(recognizer, padded));
    }
    for (const folder of folders) {
      const all = [...pictures.values()].filter(({ truth }) => truth.has(folder));
      const found = all.filter((entry) => answers.get(entry));
      const isRight = (entry: Picture) => entry.bare === entry.truth.get(folder);
      const before = found.filter(isRight).length;
      const after = found.filter((entry) => answers.get(entry) === entry.truth.get(folder)).length;
      // deno-lint-ignore no-console -- a program for people
      console.log(
        `${model} by ${basename(folder)}, ${border} to ${side}, enlarged ${factor} times: ` +
          `of ${all.length} pictures bare ${percent(all.filter(isRight).length, all.length)}, ` +
          `found ${percent(found.length, all.length)}; of the found bare ` +
          `${percent(before, found.length)}, through the detector ${percent(after, found.length)}`,
      );
    }
  }
}
