import { OptionError } from "../errors.ts";
import type { Engine } from "../engine/engine.ts";
import type { Box, Landmarks } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { BlazeFace } from "./blazeface.ts";
import type { FullRangeCard, ShortRangeCard } from "./blazeface_cards.ts";
import { CloseLook, largeShare, sideOf } from "./close_look.ts";
import { boxOf, type Detection } from "./decode_boxes.ts";
import { defaultDetectEffort, type DetectEffort, detectEfforts } from "./detect_effort.ts";
import type { Face } from "./face.ts";
import { type Look, lookPlan } from "./look_plan.ts";
import { isSameFace, surestFaces } from "./same_face.ts";
import { surest, weightedNms } from "./weighted_nms.ts";

/** Where to look for faces in one frame of a video. */
export interface Where {
  /** Boxes of faces that were there a moment ago; each is looked at closely. */
  readonly near: readonly Box[];
  /** Parts of the frame to search for others. */
  readonly looks: readonly Look[];
  /** After so many candidates that are no face, no more are looked at. The surest come first. */
  readonly maxRejected: number;
}

/**
 * The most faces of a picture, and newcomers in a frame of a video. With a low score, everything looks a
 * little like one.
 */
const mostFaces = 300, mostNew = 32;

/** How {@linkcode FaceDetector.detect} works. All fields may be left out. */
export interface DetectOptions {
  /** Leave out faces that the detector is less sure of, 0 to 1. @default {0.5} */
  minScore?: number;
  /** Report at most this many faces, most confident first. @default {Infinity} */
  maxFaces?: number;
  /** How hard to look for small faces. @default {"auto"} */
  detect?: DetectEffort;
  /** Where to look. @default {everywhere, as `detect` asks} */
  where?: Where;
}

/**
 * Finds faces with the two networks of MediaPipe.
 *
 * The full-range network looks for candidates: over the whole frame, and in tiles of it as small as the
 * smallest face asks for. The short-range network looks closely at each one, at the scale for which the
 * crops of the emotion models were measured, and gives the box and the score. Where it is in doubt, the
 * full-range network looks closely too. Of the boxes of one face the surest wins. A face that fills the
 * picture is too large for the full range; the short range sees it in the whole frame.
 *
 * @example
 * ```ts
 * import { startEngine } from "../engine/start_engine.ts";
 * import { decodeImage } from "../image/decode_image.ts";
 * import { FaceDetector } from "./detector.ts";
 * import assert from "node:assert/strict";
 *
 * using detector = await FaceDetector.load(await startEngine());
 * const file = new URL("../../fixtures/astronaut.png", import.meta.url);
 * const [face] = await detector.detect(await decodeImage(await Deno.readFile(file)));
 * assert(face!.score > 0.9);
 * ```
 */
export class FaceDetector implements Disposable {
  readonly #short: BlazeFace<ShortRangeCard>;
  readonly #full: BlazeFace<FullRangeCard>;
  readonly #closeLook: CloseLook;

  private constructor(short: BlazeFace<ShortRangeCard>, full: BlazeFace<FullRangeCard>) {
    this.#short = short;
    this.#full = full;
    this.#closeLook = new CloseLook(short, full);
  }

  /**
   * Loads the bundled networks.
   *
   * @param engine What runs them.
   * @returns The detector. Dispose it to free the networks.
   * @throws {ModelError} If a network's files are missing, or its card and its network disagree.
   * @throws {EnvironmentError} If the permission to read the files is missing.
   */
  static async load(engine: Engine): Promise<FaceDetector> {
    const [short, full] = await Promise.allSettled([
      BlazeFace.load<ShortRangeCard>(engine, "blazeface"),
      BlazeFace.load<FullRangeCard>(engine, "blazeface-full"),
    ]);
    if (short.status === "fulfilled" && full.status === "fulfilled") {
      return new FaceDetector(short.value, full.value);
    }
    for (const loaded of [short, full]) {
      if (loaded.status === "fulfilled") loaded.value[Symbol.dispose]();
    }
    throw short.status === "rejected" ? short.reason : (full as PromiseRejectedResult).reason;
  }

  /**
   * Finds the faces of a frame.
   *
   * @param frame A picture in any layout.
   * @param options Which faces to report, and where and how hard to look for them.
   * @returns The faces in pixels of the frame, most confident first.
   * @throws {OptionError} If an option is out of range.
   */
  async detect(frame: Frame, options: DetectOptions = {}): Promise<Face[]> {
    const { minScore = this.#short.card.decoding.minScoreThresh, maxFaces = Infinity } = options;
    const { detect = defaultDetectEffort } = options;
    checkDetectOptions(options);
    const { where = this.#everywhere(frame, detect) } = options;
    const faces: Detection[] = [];
    for (const box of where.near) {
      if (faces.some((face) => isSameFace(boxOf(face), box))) continue;
      const face = await this.#closeLook.lookClosely(frame, box, minScore);
      if (face) faces.push(face);
    }
    let left = where.maxRejected;
    const most = options.where ? where.near.length + mostNew : mostFaces;
    const confirm = async (candidates: Detection[], byShort: boolean): Promise<void> => {
      for (const candidate of candidates) {
        if (left === 0 || faces.length >= most) return;
        if (faces.some((face) => isSameFace(boxOf(face), boxOf(candidate)))) continue;
        const face = await this.#closeLook.confirm(frame, candidate, minScore, byShort);
        if (face) faces.push(face);
        else left--;
      }
    };
    await confirm(await this.#candidates(frame, where.looks, minScore), false);
    const whole = where.looks.find(({ largestFace }) => largestFace === Infinity);
    const large = largeShare * Math.max(frame.width, frame.height);
    if (whole && !faces.some((face) => boxOf(face).width >= large)) {
      const score = Math.min(minScore, this.#full.card.search.score);
      await confirm(await this.#short.find(frame, whole.region, score), true);
    }
    if (options.where === undefined && where.looks.length === 1) {
      const looks = this.#looksForCrowd(frame, detect, faces.map(boxOf));
      await confirm(await this.#candidates(frame, looks, minScore), false);
    }
    return surestFaces(faces).slice(0, maxFaces).map((face) => this.#toFace(face));
  }

  #everywhere({ width, height }: Frame, effort: DetectEffort): Where {
    const { search, input: { width: side } } = this.#full.card;
    const { smallestFacePx } = detectEfforts[effort];
    const looks = lookPlan(width, height, smallestFacePx, { ...search, side }).flat();
    return { near: [], looks, maxRejected: mostFaces };
  }

  /** Where one look at the whole frame shows a face that it hardly can: the looks for others like it. */
  #looksForCrowd({ width, height }: Frame, effort: DetectEffort, faces: readonly Box[]): Look[] {
    const { search, input: { width: side } } = this.#full.card;
    const surelySeen = search.smallest * Math.max(width, height) / side;
    if (faces.every((box) => sideOf(box) >= surelySeen)) return [];
    const range = { ...search, side, faintest: search.smallest };
    return lookPlan(width, height, detectEfforts[effort].smallestFacePx, range).slice(1).flat();
  }

  /** Boxes that may be faces, the surest first. */
  async #candidates(
    frame: Frame,
    looks: readonly Look[],
    minScore: number,
  ): Promise<Detection[]> {
    const { search: { faint, faintScore, score }, input } = this.#full.card;
    const candidates: Detection[] = [];
    for (const { region, largestFace } of looks) {
      const zoom = input.width / Math.max(region.width, region.height);
      for (const found of await this.#full.find(frame, region, Math.min(faintScore, minScore))) {
        const side = sideOf(boxOf(found));
        const isLikely = side * zoom < faint || found.score >= Math.min(score, minScore);
        if (isLikely && side <= largestFace) candidates.push(found);
      }
    }
    // Neighbouring looks see the same thing.
    return weightedNms(surest(candidates, 3000), 0.5);
  }

  #toFace(detection: Detection): Face {
    const { score, points } = detection;
    const landmarks = Object.fromEntries(
      this.#short.card.landmarks.map((name, i) => [name, [points[4 + 2 * i]!, points[5 + 2 * i]!]]),
    ) as unknown as Landmarks;
    return { box: boxOf(detection), score, landmarks };
  }

  /** Frees the networks. */
  [Symbol.dispose](): void {
    this.#short[Symbol.dispose]();
    this.#full[Symbol.dispose]();
  }
}

/**
 * Checks which faces to report.
 *
 * @param options The options.
 * @throws {OptionError} If one is out of range.
 */
export function checkDetectOptions(
  { minScore = 0, maxFaces = 0, detect = defaultDetectEffort }: DetectOptions,
): void {
  const refuse = (rule: string): never => {
    throw new OptionError("option-invalid", `Cannot find faces: ${rule}`);
  };
  if (!(minScore >= 0 && minScore <= 1)) refuse(`minScore must be 0 to 1, not ${minScore}`);
  if (!(maxFaces >= 0)) refuse(`maxFaces must be at least 0, not ${maxFaces}`);
  if (!Object.hasOwn(detectEfforts, detect)) {
    refuse(`detect must be ${Object.keys(detectEfforts).join(", ")}, not ${detect}`);
  }
}
