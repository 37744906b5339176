import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError, messageOf, MienError } from "../errors.ts";
import { expandInput } from "../source/expand_input.ts";
import { openInput } from "../source/open_input.ts";
import type { Recognizer } from "../recognizer.ts";
import {
  accuracy,
  type ClassScores,
  classScores,
  type Confusion,
  macroRecall,
} from "./confusion.ts";

/** How well a model names the pictures of a folder. Shares are 0 to 1, `null` where undefined. */
export interface Evaluation {
  /** Pictures in the folders of the model's labels. */
  images: number;
  /** Pictures that could be read and on which there was a face. */
  evaluated: number;
  /** Pictures that could be read and on which no face was found. */
  facesMissed: number;
  /** Share of the evaluated pictures that were named right. */
  accuracy: number | null;
  /** Mean recall of the labels that occur. */
  macroRecall: number | null;
  /** The model's labels. */
  labels: readonly string[];
  /** Counts of the evaluated pictures: `confusion[truth][predicted]`, in the labels' order. */
  confusion: Confusion;
  /** Scores of each label. */
  perClass: Record<string, ClassScores>;
  /** Mean time to read, decode and recognize a picture, in milliseconds. */
  msPerImage: number;
}

/** What {@linkcode evaluate} can be told. All fields may be left out. */
export interface EvaluateOptions {
  /** Ends the evaluation between two pictures. */
  signal?: AbortSignal;
  /** Called after each picture. */
  onPicture?: (path: string, done: number, total: number) => void;
  /** Called for each folder that is not named as a label of the model, and so left out. */
  onUnknownFolder?: (path: string) => void;
  /** Called for each picture that cannot be read and each label without pictures. */
  onFailure?: (error: MienError) => void;
}

/**
 * Runs a model over pictures sorted into one folder a label and counts how often it is right. Of
 * several faces on a picture the surest counts.
 *
 * @param recognizer The model, with or without detection.
 * @param folder A folder with a folder for each label, named as the label.
 * @param options Progress and interruption.
 * @returns The counts and scores.
 * @throws {InputError} If none of its folders is named as one of the model's labels.
 */
export async function evaluate(
  recognizer: Recognizer,
  folder: string,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { labels } = recognizer;
  const pictures = await labelledPictures(folder, labels, options);
  const confusion: Confusion = labels.map(() => labels.map(() => 0));
  let missed = 0, evaluated = 0, done = 0;
  const started = performance.now();
  for (const { path, label } of pictures) {
    options.signal?.throwIfAborted();
    try {
      for await (const frame of openInput(path, options)) {
        const { faces: [face] } = await recognizer.recognize(frame);
        if (face) {
          confusion[label]![labels.indexOf(face.emotion)]!++;
          evaluated++;
        } else missed++;
      }
    } catch (error) {
      if (!(error instanceof MienError)) throw error;
      options.onFailure?.(error);
    }
    options.onPicture?.(path, ++done, pictures.length);
  }
  return {
    images: pictures.length,
    evaluated,
    facesMissed: missed,
    accuracy: accuracy(confusion),
    macroRecall: macroRecall(confusion),
    labels,
    confusion,
    perClass: Object.fromEntries(classScores(confusion).map((scores, i) => [labels[i], scores])),
    msPerImage: (performance.now() - started) / Math.max(1, pictures.length),
  };
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
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  } catch (cause) {
    throw new InputError("input-not-found", `Cannot evaluate ${folder}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
