/**
 * Below which quality a model names fewer than 60 of 100 faces right: pictures are made smaller,
 * blurred, darkened, cut off and turned step by step, and where accuracy crosses the mark, the measured
 * quality is the limit. The limits go into the card.
 *
 *     python write_folders.py --data DATA --split PublicTest --by fer2013 --out runs/public/fer2013
 *     deno run -A measure_quality.ts five runs/public/fer2013 --every 3
 *
 * `--mark 54` takes another accuracy than 60%. No picture can be turned to the side: for that, of the
 * faces that our detector finds in all pictures those count that are turned at least so far. A limit
 * that is never reached is left out.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decodeImage } from "../src/image/decode_image.ts";
import { createFrame, type Frame } from "../src/image/frame.ts";
import { sampleLuma } from "../src/image/sample_luma.ts";
import type { QualityLimits } from "../src/model/card.ts";
import { round } from "../src/geometry.ts";
import { Recognizer } from "../src/recognizer.ts";
import type { FaceQuality } from "../src/result.ts";
import { pad, size } from "./pad.ts";

interface Picture {
  readonly pixels: Uint8Array;
  readonly label: string;
}

/** What pictures of one quality gave. */
interface Level {
  readonly quality: number;
  readonly accuracy: number;
  readonly count: number;
}

const frameOf = (pixels: ArrayLike<number>, width = size): Frame =>
  createFrame("gray", width, pixels.length / width, Uint8Array.from(pixels, Math.round), {
    still: false,
  });

const degradations = {
  minSizePx: {
    steps: [48, 32, 24, 20, 16, 14, 12, 10, 8, 6],
    apply: (pixels: Uint8Array, side: number): Frame => {
      const samples = sampleLuma(
        frameOf(pixels),
        [size / side, 0, 0, 0, size / side, 0],
        side,
        side,
      );
      return frameOf(samples.map((v) => 255 * v), side);
    },
    key: "sizePx",
  },
  minSharpness: {
    steps: [0, 0.5, 1, 1.5, 2, 2.5, 3, 4],
    apply: (pixels: Uint8Array, sigma: number): Frame => frameOf(blur(pixels, sigma)),
    key: "sharpness",
  },
  minBrightness: {
    steps: [1, 0.5, 0.2, 0.1, 0.07, 0.05, 0.035, 0.025, 0.015, 0.01],
    apply: (pixels: Uint8Array, factor: number): Frame => frameOf(pixels.map((v) => factor * v)),
    key: "brightness",
  },
} as const;

/** A Gaussian blur; beyond the picture its edge goes on. */
function blur(pixels: Uint8Array, sigma: number): ArrayLike<number> {
  if (sigma === 0) return pixels;
  const reach = Math.ceil(3 * sigma);
  const kernel = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-(((i - reach) / sigma) ** 2) / 2),
  );
  const sum = kernel.reduce((total, value) => total + value, 0);
  const clamp = (i: number) => Math.min(Math.max(i, 0), size - 1);
  const pass = (from: ArrayLike<number>, dx: number, dy: number) =>
    Float64Array.from(from, (_, i) => {
      const x = i % size, y = Math.floor(i / size);
      return kernel.reduce((total, weight, k) => {
        const at = clamp(y + dy * (k - reach)) * size + clamp(x + dx * (k - reach));
        return total + weight * from[at]!;
      }, 0) / sum;
    });
  return pass(pass(pixels, 1, 0), 0, 1);
}

/** The lower or left part gone, its edge going on. */
function cut(pixels: Uint8Array, share: number, isLower: boolean): Frame {
  const last = Math.max(0, Math.round(size * (1 - share)) - 1);
  return frameOf(Uint8Array.from(pixels, (_, i) => {
    const x = i % size, y = Math.floor(i / size);
    return isLower ? pixels[Math.min(y, last) * size + x]! : pixels[y * size + Math.min(x, last)]!;
  }));
}

/** The picture in the middle of one four times as wide, turned, its edge going on. */
function turn(pixels: Uint8Array, degrees: number): Frame {
  const side = 2 * size, out = 4 * size, scale = side / out;
  const angle = degrees * Math.PI / 180;
  const a = scale * Math.cos(angle), b = scale * Math.sin(angle);
  const c = side / 2 - a * out / 2 + b * out / 2, f = side / 2 - b * out / 2 - a * out / 2;
  const samples = sampleLuma(pad(pixels, side, "edge"), [a, -b, c, b, a, f], out, out);
  return frameOf(samples.map((v) => 255 * v), out);
}

const median = (values: number[]): number =>
  values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)]!;

/** Where accuracy crosses the mark, from the best quality on. */
function limitOf(levels: readonly Level[]): number | undefined {
  const at = levels.findIndex(({ accuracy }, i) => i > 0 && accuracy < mark);
  if (at < 1) return undefined;
  const before = levels[at - 1]!, after = levels[at]!;
  const share = (before.accuracy - mark) / (before.accuracy - after.accuracy);
  return before.quality + share * (after.quality - before.quality);
}

async function measure(
  recognizer: Recognizer,
  frames: Iterable<{ frame: Frame; label: string }>,
  key: keyof FaceQuality,
): Promise<Level> {
  let right = 0;
  const qualities: number[] = [];
  for (const { frame, label } of frames) {
    const { faces: [face] } = await recognizer.recognize(frame);
    if (face === undefined) continue;
    if (face.emotion === label) right++;
    qualities.push(face.quality![key]!);
  }
  const count = qualities.length;
  return { quality: median(qualities), accuracy: 100 * right / count, count };
}

function report(name: string, levels: readonly Level[], limit: number | undefined): void {
  const steps = levels.map(({ quality, accuracy, count }) =>
    `${quality.toFixed(3)}: ${accuracy.toFixed(1)} (${count})`
  );
  // deno-lint-ignore no-console -- a program for people
  console.log(`${name} ${limit?.toFixed(3) ?? "never"}\n  ${steps.join("\n  ")}`);
}

const { positionals: [model, folder], values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: "string", default: "1" },
    mark: { type: "string", default: "60" },
    "dry-run": { type: "boolean" },
  },
});
const mark = Number(values.mark);
using bare = await Recognizer.load({ model: model!, cropOnly: true });
using detecting = await Recognizer.load({ model: model!, minScore: 0.3 });
const { crop } = bare.card;
const all: Picture[] = [];
for (const label of bare.labels) {
  for (const name of (await readdir(join(folder!, label))).sort()) {
    const frame = await decodeImage(await readFile(join(folder!, label, name)));
    const luma = sampleLuma(frame, [1, 0, 0, 0, 1, 0], size, size);
    all.push({ pixels: Uint8Array.from(luma, (v) => Math.round(255 * v)), label });
  }
}
const pictures = all.filter((_, i) => i % Number(values.every) === 0);
const limits: Record<string, number> = {};
const keep = (name: keyof QualityLimits, levels: Level[], digits: number, factor = 1): void => {
  const limit = limitOf(levels);
  report(name, levels, limit);
  if (limit !== undefined) limits[name] = round(limit * factor, digits);
};
for (const [name, { steps, apply, key }] of Object.entries(degradations)) {
  const levels: Level[] = [];
  for (const step of steps) {
    const made = pictures.map(({ pixels, label }) => ({ frame: apply(pixels, step), label }));
    levels.push(await measure(bare, made, key));
  }
  // A crop is larger than the box that it is made of.
  const isSize = name === "minSizePx";
  keep(name as keyof QualityLimits, levels, isSize ? 1 : 3, isSize ? 1 / (1 + 2 * crop.margin) : 1);
}
const cuts: Level[] = [];
for (const share of [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5]) {
  const made = pictures.map(({ pixels, label }, i) => ({
    frame: cut(pixels, share, i % 2 === 0),
    label,
  }));
  cuts.push({ ...await measure(bare, made, "sizePx"), quality: 1 - share });
}
keep("minVisibleShare", cuts, 2);
const leans: Level[] = [];
for (const degrees of [0, 15, 30, 40, 50, 60, 75, 90]) {
  const made = pictures.map(({ pixels, label }) => ({ frame: turn(pixels, degrees), label }));
  leans.push({ ...await measure(detecting, made, "rollDegrees"), quality: degrees });
}
keep("maxRollDegrees", leans, 0);
const turned: { yaw: number; right: boolean }[] = [];
for (const { pixels, label } of all) {
  const { faces: [face] } = await detecting.recognize(turn(pixels, 0));
  if (face) {
    turned.push({
      yaw: Math.abs(face.quality!.yawDegrees!),
      right: face.emotion === label,
    });
  }
}
const yaws = [0, 5, 10, 15, 20, 25, 30, 35, 40, 50].flatMap((from): Level[] => {
  const group = turned.filter(({ yaw }) => yaw >= from);
  if (group.length < 20) return [];
  const right = group.filter((it) => it.right).length;
  return [{
    quality: from,
    accuracy: 100 * right / group.length,
    count: group.length,
  }];
});
keep("maxYawDegrees", yaws, 0);
// deno-lint-ignore no-console -- a program for people
console.log(JSON.stringify(limits));
if (!values["dry-run"]) {
  const path = new URL(`../models/${model}/card.json`, import.meta.url);
  const card = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...card, qualityLimits: limits }, undefined, 2) + "\n");
}
