import type { Engine, Session } from "../engine/engine.ts";
import { readModelJson, readNetwork } from "../engine/read_network.ts";
import { ModelError } from "../errors.ts";
import type { Frame } from "../frame/frame.ts";
import { sampleRgb } from "../frame/sample_rgb.ts";
import { decodeBoxes, type DecodeBoxesOptions, type Detection } from "./decode_boxes.ts";
import type { Box, Face, Landmarks } from "./face.ts";
import { letterbox } from "./letterbox.ts";
import { removeLetterbox } from "./remove_letterbox.ts";
import { ssdAnchors, type SsdAnchorsOptions } from "./ssd_anchors.ts";
import { weightedNms } from "./weighted_nms.ts";

/** What {@linkcode FaceDetector.detect} can be told. All fields may be left out. */
export interface DetectOptions {
  /** Faces that the detector is less sure of are left out; 0 to 1. @default {0.5} */
  minScore?: number;
  /** At most so many faces, the surest first. @default {Infinity} */
  maxFaces?: number;
}

interface DetectorCard {
  readonly input: {
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly range: readonly [number, number];
  };
  readonly landmarks: readonly (keyof Landmarks)[];
  readonly anchors: SsdAnchorsOptions;
  readonly decoding: DecodeBoxesOptions;
  readonly suppression: { readonly minSuppressionThreshold: number };
}

/** Finds faces with BlazeFace (Bazarevsky et al. 2019, short range). */
export class FaceDetector implements Disposable {
  readonly #session: Session;
  readonly #card: DetectorCard;
  readonly #anchors: Float32Array;

  private constructor(session: Session, card: DetectorCard, anchors: Float32Array) {
    this.#session = session;
    this.#card = card;
    this.#anchors = anchors;
  }

  /** Loads. */
  static async load(engine: Engine): Promise<FaceDetector> {
    const folder = new URL("../../models/blazeface/", import.meta.url);
    const card = await readModelJson(new URL("card.json", folder)) as DetectorCard;
    const session = await engine.load(await readNetwork(folder));
    return new FaceDetector(session, card, ssdAnchors(card.anchors));
  }

  /** Detects. */
  async detect(frame: Frame, options: DetectOptions = {}): Promise<Face[]> {
    const { minScore = this.#card.decoding.minScoreThresh, maxFaces = Infinity } = options;
    const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
    const found = await this.#search(frame, whole, minScore);
    const merged = weightedNms(found, this.#card.suppression.minSuppressionThreshold);
    return merged.slice(0, maxFaces).map((detection) => this.#face(detection));
  }

  async #search(frame: Frame, region: Box, minScoreThresh: number): Promise<Detection[]> {
    const { input: { width, height, range: [low, high] }, decoding } = this.#card;
    const toFrame = letterbox(region, width, height);
    const input = sampleRgb(frame, toFrame, width, height, { border: "zero" });
    for (let i = 0; i < input.length; i++) input[i] = low + (high - low) * input[i]!;
    const [regressors, classificators] = await this.#session.run(input);
    return decodeBoxes(regressors!, classificators!, this.#anchors, { ...decoding, minScoreThresh })
      .map((detection) => removeLetterbox(detection, toFrame, width, height));
  }

  #face({ score, points }: Detection): Face {
    const [x, y, right, bottom] = points as unknown as [number, number, number, number];
    const landmarks = Object.fromEntries(
      this.#card.landmarks.map((name, i) => [name, [points[4 + 2 * i]!, points[5 + 2 * i]!]]),
    ) as unknown as Landmarks;
    return { box: { x, y, width: right - x, height: bottom - y }, score, landmarks };
  }

  /** Frees the network. */
  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}
