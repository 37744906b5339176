import { decodeImage } from "../../src/image/decode_image.ts";
import type { Box } from "../../src/geometry.ts";
import type { Frame } from "../../src/image/frame.ts";

/** A detection in a golden file: corners of the box, then six landmarks. */
export interface GoldenDetection {
  score: number;
  points: number[];
}

/** The outputs of the TensorFlow Lite interpreter for one 128x128 picture, and the detections from them. */
export interface GoldenOutputs {
  classificators: number[];
  /** The anchors whose regressors are kept. */
  kept: number[];
  regressors: number[][];
  /** Detections with a score of at least 0.1. */
  decoded: GoldenDetection[];
  merged: GoldenDetection[];
}

/** The same of the full-range network, for that picture in the top left of 192x192 black pixels. */
export type GoldenFullOutputs = Omit<GoldenOutputs, "merged">;

/** Points of a letterboxed input, in fractions of it, and their positions in the frame. */
export interface GoldenLetterbox {
  region: Box;
  points: number[];
  inFrame: number[];
}

const folder = new URL("../golden/face/", import.meta.url);

/** Reads a golden file of `training/golden_face.py`. */
export async function readGolden<T>(name: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(name, folder)));
}

/** Decodes a picture of `fixtures/`, or one beside the golden files. */
export async function readPicture(name: string): Promise<Frame> {
  const isFixture = /^(astronaut|grace_hopper|rocket)\.\w+$/.test(name);
  const at = isFixture ? new URL(`../../fixtures/${name}`, import.meta.url) : new URL(name, folder);
  return await decodeImage(await Deno.readFile(at));
}

/** The largest difference between two lists of numbers of one length. */
export function maxDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity;
  let max = 0;
  for (let i = 0; i < one.length; i++) max = Math.max(max, Math.abs(one[i]! - other[i]!));
  return max;
}
