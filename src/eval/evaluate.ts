import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { EnvironmentError, InputError, messageOf, MienError, OptionError } from "../errors.ts";
import type { ModelCard } from "../model/card.ts";
import type { Recognizer } from "../recognizer.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { expandInput } from "../source/expand_input.ts";
import { openInput } from "../source/open_input.ts";
import {
  accuracy,
  type ClassScores,
  classScores,
  type Confusion,
  macroRecall,
} from "./confusion.ts";
import { leaveOneOut, type PersonPicture, type ReferenceChoice } from "./leave_one_out.ts";

/** How well a model names the pictures of a folder. Shares are 0 to 1, or `null` if undefined. */
export interface Evaluation {
  /** Pictures in the folders named after labels. */
  images: number;
  /** Pictures that could be read and show a face. */
  evaluated: number;
  /** Pictures that could be read and on which no face was found. */
  facesMissed: number;
  /** Share of the evaluated pictures whose label was predicted. */
  accuracy: number | null;
  /** Mean recall of the labels that occur. */
  macroRecall: number | null;
  /** The model's labels. */
  labels: readonly string[];
  /** Counts of the evaluated pictures: `confusion[truth][predicted]`, in the order of the labels. */
  confusion: Confusion;
  /** Scores by label. */
  perClass: Record<string, ClassScores>;
  /** Mean time to read, decode and recognize a picture, in milliseconds. */
  msPerImage: number;
}

/** How {@linkcode evaluate} reads pictures relative to other pictures of the same person. */
export interface EvaluateBaseline {
  /**
   * The person's other pictures that count as neutral: those labelled so, or with `auto` those that
   * look most neutral. A picture is never its own reference.
   */
  reference: ReferenceChoice;
  /** Its first group in a file's name is the person. A picture without a match is read as it is. */
  person: RegExp;
}

/** How {@linkcode evaluate} works and reports what it does. All fields may be left out. */
export interface EvaluateOptions {
  /** Read each picture relative to other pictures of the same person. @default {as it is} */
  baseline?: EvaluateBaseline;
  /** Stops the evaluation between two pictures by throwing its reason. */
  signal?: AbortSignal;
  /** Called after each picture. */
  onPicture?: (path: string, done: number, total: number) => void;
  /** Called for each folder that is not named after one of the model's labels, and so left out. */
  onUnknownFolder?: (path: string) => void;
  /** Called for each picture that cannot be read and each folder without pictures. */
  onFailure?: (error: MienError) => void;
}

/**
 * Measures how well a model names labelled pictures. If a picture shows several faces, the most
 * confident one counts; of a moving picture the first frame.
 *
 * @param recognizer The model, with or without face detection.
 * @param folder Path of a folder with a folder of pictures per label, named after the label.
 * @param options Progress and interruption.
 * @returns The counts and scores.
 * @throws {InputError} If the folder cannot be read, or none of its folders is named after one of the
 * model's labels.
 * @throws {OptionError} If the model has no baseline, or no picture's name matches that of a person.
 *
 * @example
 * ```ts
 * import { Recognizer } from "@mien/mien";
 * import { evaluate } from "@mien/mien/models";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.mkdir(`${folder}/happy`);
 * await Deno.copyFile("fixtures/astronaut.png", `${folder}/happy/astronaut.png`);
 * using recognizer = await Recognizer.load();
 * const { evaluated, accuracy } = await evaluate(recognizer, folder);
 * assert.deepEqual([evaluated, accuracy], [1, 1]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function evaluate(
  recognizer: Recognizer,
  folder: string,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { labels, card } = recognizer;
  const { signal, baseline } = options;
  if (baseline !== undefined && card.baseline === undefined) {
    throw new OptionError("option-invalid", `Cannot use a baseline: model ${card.name} has none`);
  }
  const pictures = await labelledPictures(folder, labels, options);
  if (baseline && !pictures.some(({ path }) => personOf(path, baseline) !== undefined)) {
    const why = `no name of a picture in ${folder} matches ${baseline.person.source}`;
    throw new OptionError("option-invalid", `Cannot use a baseline: ${why}`);
  }
  const read: ReadPicture[] = [];
  let facesMissed = 0, done = 0;
  const started = performance.now();
  for (const { path, label } of pictures) {
    signal?.throwIfAborted();
    try {
      for await (const frame of openInput(path, { ...signal && { signal } })) {
        const { faces: [face] } = await recognizer.recognize(frame);
        if (face === undefined) facesMissed++;
        else {
          const probabilities = labels.map((name) => face.probabilities[name]!);
          read.push({ path, label, probabilities });
        }
        break;
      }
    } catch (error) {
      if (!(error instanceof MienError)) throw error;
      options.onFailure?.(error);
    }
    options.onPicture?.(path, ++done, pictures.length);
  }
  const msPerImage = (performance.now() - started) / Math.max(1, pictures.length);
  const confusion: Confusion = labels.map(() => labels.map(() => 0));
  for (const { label, probabilities } of baseline ? relative(read, baseline, card) : read) {
    confusion[label]![probabilities.indexOf(Math.max(...probabilities))]!++;
  }
  return {
    images: pictures.length,
    evaluated: read.length,
    facesMissed,
    accuracy: accuracy(confusion),
    macroRecall: macroRecall(confusion),
    labels,
    confusion,
    perClass: Object.fromEntries(classScores(confusion).map((scores, i) => [labels[i], scores])),
    msPerImage,
  };
}

interface ReadPicture extends PersonPicture {
  readonly path: string;
}

function personOf(path: string, { person }: EvaluateBaseline): string | undefined {
  return basename(path).match(new RegExp(person.source, person.flags.replaceAll(/[gy]/g, "")))?.[1];
}

/** The pictures as they are relative to others of the same person. */
function relative(
  read: readonly ReadPicture[],
  settings: EvaluateBaseline,
  { labels, baseline }: ModelCard,
): PersonPicture[] {
  const byPerson = Map.groupBy(read, ({ path }) => personOf(path, settings));
  return [...byPerson].flatMap(([name, pictures]) => {
    if (name === undefined) return pictures;
    const found = leaveOneOut(pictures, settings.reference, labels.indexOf("neutral"), baseline!);
    return pictures.map(({ label }, i) => ({ label, probabilities: found[i]! }));
  });
}

async function labelledPictures(
  folder: string,
  labels: readonly string[],
  options: EvaluateOptions,
): Promise<{ path: string; label: number }[]> {
  const names = await folderNames(folder);
  const pictures = [];
  for (const name of names) {
    const label = labels.indexOf(name);
    if (label < 0) {
      options.onUnknownFolder?.(join(folder, name));
      continue;
    }
    try {
      for (const path of await expandInput(join(folder, name))) pictures.push({ path, label });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      options.onFailure?.(error);
    }
  }
  if (pictures.length === 0) {
    throw new InputError(
      "input-empty",
      `Cannot evaluate ${folder}: it has no folder of pictures named ${labels.join(", ")}`,
    );
  }
  return pictures;
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const folders: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const isLinked = entry.isSymbolicLink() &&
        await stat(join(folder, entry.name)).then((it) => it.isDirectory(), () => false);
      if (isLinked || entry.isDirectory()) folders.push(entry.name);
    }
    return folders.sort();
  } catch (cause) {
    const action = `Cannot evaluate ${folder}`;
    if (isNotCapable(cause)) {
      const why = "the permission to read it is missing";
      const options = { cause, permission: "read" };
      throw new EnvironmentError("permission-missing", `${action}: ${why}`, options);
    }
    const { code } = cause as { code?: unknown };
    const why = code === "ENOENT"
      ? "there is no such folder"
      : code === "ENOTDIR"
      ? "it is not a folder"
      : messageOf(cause);
    const known = code === "ENOENT" ? "input-not-found" : "input-unreadable";
    throw new InputError(known, `${action}: ${why}`, { cause });
  }
}
