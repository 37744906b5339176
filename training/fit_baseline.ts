/**
 * Chooses how strongly a face is read against the same person's neutral face, and writes it into the
 * model's card.
 *
 *     deno run -A fit_baseline.ts five FOLDER --person '^(S\d+)_'
 *
 * FOLDER has a folder of face crops per label, and the first group of --person in a file's name is
 * the person. A picture is never its own reference. The choice is the best mean of three macro
 * recalls: with the person's other neutral pictures, with those that look most neutral, and with
 * people who never rest, whose every other picture is as the one that is read. Persons are dealt into
 * three folds; each fold is measured with what the other two choose, the card gets what all choose.
 * The temperature changes no label: it has the least mean negative log-likelihood, each label with the
 * same weight, but is not below 1 - strength, with which a face at rest has the confidence that it has
 * without a baseline: posed faces are clearer than others.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { againstBaseline, restingBaseline } from "../src/emotion/baseline.ts";
import { classScores, type Confusion, macroRecall } from "../src/eval/confusion.ts";
import { leaveOneOut, type PersonPicture } from "../src/eval/leave_one_out.ts";
import { decodeImage } from "../src/image/decode_image.ts";
import type { BaselineSettings } from "../src/model/card.ts";
import { Recognizer } from "../src/recognizer.ts";

type People = readonly (readonly PersonPicture[])[];

const ways = ["plain", "neutral", "auto", "never rests"] as const;
type Way = typeof ways[number];

const { positionals: [model, folder], values } = parseArgs({
  allowPositionals: true,
  options: { person: { type: "string", default: "^([^_]+)_" }, "dry-run": { type: "boolean" } },
});
using recognizer = await Recognizer.load({ model: model!, cropOnly: true });
const { labels } = recognizer;
const neutral = labels.indexOf("neutral");

async function readPeople(): Promise<People> {
  const people = new Map<string, PersonPicture[]>();
  const folders = new Set(await readdir(folder!));
  for (const [label, name] of labels.entries()) {
    for (const file of folders.has(name) ? (await readdir(join(folder!, name))).sort() : []) {
      const person = new RegExp(values.person).exec(file)?.[1];
      if (person === undefined) continue;
      const frame = await decodeImage(await readFile(join(folder!, name, file)));
      const { faces: [face] } = await recognizer.recognize(frame);
      const picture = { probabilities: Object.values(face!.probabilities), label };
      people.set(person, [...people.get(person) ?? [], picture]);
    }
  }
  return [...people].sort(([a], [b]) => a < b ? -1 : 1).map(([, pictures]) => pictures);
}

function read(pictures: readonly PersonPicture[], way: Way, settings: BaselineSettings) {
  if (way === "plain") return pictures.map(({ probabilities }) => probabilities);
  if (way !== "never rests") return leaveOneOut(pictures, way, neutral, settings);
  return pictures.map(({ probabilities }) => {
    const baseline = restingBaseline([probabilities], neutral, settings);
    return againstBaseline(probabilities, baseline, neutral, settings);
  });
}

function count(people: People, way: Way, settings: BaselineSettings, into: Confusion): Confusion {
  for (const pictures of people) {
    for (const [i, p] of read(pictures, way, settings).entries()) {
      into[pictures[i]!.label]![p.indexOf(Math.max(...p))]!++;
    }
  }
  return into;
}

const empty = (): Confusion => labels.map(() => labels.map(() => 0));

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Neighbours in this grid are chosen together: their mean is less a matter of luck. */
const grid = steps(0.4, 1, 0.05).flatMap((strength) =>
  steps(0, 2, 0.25).flatMap((neutralLift) =>
    [0.2, 0.3, 0.4].map((neutralShare) => ({
      strength: Math.round(strength * 100) / 100,
      neutralLift,
      neutralShare,
      temperature: 1,
    }))
  )
);

function choose(people: People): BaselineSettings {
  const scores = grid.map((settings) =>
    ways.slice(1).reduce(
      (sum, way) => sum + macroRecall(count(people, way, settings, empty()))!,
      0,
    )
  );
  const smooth = grid.map((one) => {
    const near = scores.filter((_, i) =>
      Math.abs(grid[i]!.strength - one.strength) < 0.06 &&
      Math.abs(grid[i]!.neutralLift - one.neutralLift) < 0.3 &&
      grid[i]!.neutralShare === one.neutralShare
    );
    return near.reduce((sum, score) => sum + score, 0) / near.length;
  });
  return grid[smooth.indexOf(Math.max(...smooth))]!;
}

/** Mean negative log-likelihood, each label with the same weight. */
function loss(people: People, settings: BaselineSettings): number {
  const losses = labels.map((): number[] => []);
  for (const way of ["neutral", "auto"] as const) {
    for (const pictures of people) {
      for (const [i, p] of read(pictures, way, settings).entries()) {
        const { label } = pictures[i]!;
        losses[label]!.push(-Math.log(p[label]!));
      }
    }
  }
  const means = losses.filter((list) => list.length > 0)
    .map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
  return means.reduce((sum, value) => sum + value, 0) / means.length;
}

function temper(people: People, settings: BaselineSettings): BaselineSettings {
  const candidates = steps(1 - settings.strength, 1.2, 0.02).map((temperature) => ({
    ...settings,
    temperature: Math.round(temperature * 100) / 100,
  }));
  const losses = candidates.map((candidate) => loss(people, candidate));
  return candidates[losses.indexOf(Math.min(...losses))]!;
}

const people = await readPeople();
const folds = [0, 1, 2].map((fold) => people.filter((_, i) => i % 3 === fold));
const chosen = folds.map((_, fold) => choose(folds.filter((_, i) => i !== fold).flat()));
for (const way of ways) {
  const confusion = empty();
  folds.forEach((fold, i) => count(fold, way, chosen[i]!, confusion));
  const recalls = classScores(confusion).map(({ recall }, i) =>
    `${labels[i]} ${recall?.toFixed(2) ?? "-"}`
  );
  // deno-lint-ignore no-console -- a program for people
  console.log(`${way}: macro recall ${(100 * macroRecall(confusion)!).toFixed(1)}`, ...recalls);
}
const baseline = temper(people, choose(people));
// deno-lint-ignore no-console -- a program for people
console.log(JSON.stringify({ folds: chosen, all: baseline }));
if (!values["dry-run"]) {
  const path = new URL(`../models/${model}/card.json`, import.meta.url);
  const card = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...card, baseline }, undefined, 2) + "\n");
}
