import type { Engine, Session } from "../engine/engine.ts";
import { readModelJson, readNetwork } from "../model/read_network.ts";
import { ModelError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import { boxOf, decodeBoxes, type DecodeBoxesOptions, type Detection } from "./decode_boxes.ts";
import type { Face } from "./face.ts";
import type { Box, Landmarks } from "../geometry.ts";
import { letterbox } from "./letterbox.ts";
import { removeLetterbox } from "./remove_letterbox.ts";
import { ssdAnchors, type SsdAnchorsOptions } from "./ssd_anchors.ts";
import { tiles } from "./tiles.ts";
import { weightedNms } from "./weighted_nms.ts";

/** What {@linkcode FaceDetector.detect} can be told. All fields may be left out. */
export interface DetectOptions {
  /** Faces that the detector is less sure of are left out; 0 to 1. @default {0.5} */
  minScore?: number;
  /** At most so many faces, the surest first. @default {Infinity} */
  maxFaces?: number;
  /**
   * Looks for small faces beside large ones. That takes 7 to 10 passes of the network, and one more
   * for each thing that may be a small face, as it does in a frame without a large face; a frame
   * with one takes a single pass otherwise. Meant for stills. @default {false}
   */
  thorough?: boolean;
}

/** What `card.json` says of the network. */
interface DetectorCard {
  readonly input: {
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly range: readonly [number, number];
  };
  readonly tiles: {
    /** Of the frame's longer side. */
    readonly smallestFace: number;
    /** Boxes of tiles with a lower score are not looked at closer. */
    readonly candidateScore: number;
    /** Side of the closer look in sides of the box. */
    readonly closerSides: number;
    /** What makes a box of a tile a face in the closer look. */
    readonly closerScore: number;
  };
  readonly landmarks: readonly (keyof Landmarks)[];
  readonly anchors: SsdAnchorsOptions;
  readonly decoding: DecodeBoxesOptions;
  readonly suppression: { readonly minSuppressionThreshold: number };
}

/**
 * Finds faces with BlazeFace (Bazarevsky et al. 2019, the short-range network of MediaPipe).
 *
 * One pass over the whole frame, as MediaPipe does it, sees faces from an eighth of the frame's longer
 * side on, turned by up to 60 degrees. Where it sees none, and where {@linkcode DetectOptions.thorough}
 * asks for it, a second look at tiles of the frame finds faces half as large. Frames shorter than
 * twice the network's input have no tiles: their small faces are a dozen pixels wide.
 *
 * @example
 * ```ts
 * import { startTfjs } from "../engine/tfjs/start_tfjs.ts";
 * import { decodeImage } from "../image/decode_image.ts";
 * import { FaceDetector } from "./detector.ts";
 * import assert from "node:assert/strict";
 *
 * using detector = await FaceDetector.load(await startTfjs());
 * const file = new URL("../../fixtures/astronaut.png", import.meta.url);
 * const [face] = await detector.detect(await decodeImage(await Deno.readFile(file)));
 * assert(face!.score > 0.9);
 * ```
 */
export class FaceDetector implements Disposable {
  readonly #session: Session;
  readonly #card: DetectorCard;
  readonly #anchors: Float32Array;

  private constructor(session: Session, card: DetectorCard, anchors: Float32Array) {
    this.#session = session;
    this.#card = card;
    this.#anchors = anchors;
  }

  /**
   * Loads the bundled network.
   *
   * @param engine What runs it.
   * @returns The detector, warmed up. Dispose it to free the network.
   * @throws {ModelError} If the network's files are missing, or its card and its network disagree.
   * @throws {EnvironmentError} If the files may not be read.
   */
  static async load(engine: Engine): Promise<FaceDetector> {
    const folder = new URL("../../models/blazeface/", import.meta.url);
    const card = await readModelJson(new URL("card.json", folder)) as DetectorCard;
    const session = await engine.load(await readNetwork(folder));
    const anchors = ssdAnchors(card.anchors);
    const { input: { width, height, channels }, decoding: { numCoords } } = card;
    const expected = `${height},${width},${channels} -> ${anchors.length / 2},${numCoords}`;
    const found = `${session.inputShape} -> ${session.outputShapes[0]}`;
    if (expected !== found) {
      session[Symbol.dispose]();
      throw new ModelError(
        "model-invalid",
        `Cannot use model ${folder}: its card says ${expected} but its network is ${found}`,
      );
    }
    return new FaceDetector(session, card, anchors);
  }

  /**
   * Finds the faces of a frame.
   *
   * @param frame A picture in any layout.
   * @param options Which faces to report, and how hard to look.
   * @returns The faces in pixels of the frame, the surest first.
   */
  async detect(frame: Frame, options: DetectOptions = {}): Promise<Face[]> {
    const { decoding, input } = this.#card;
    const { minScore = decoding.minScoreThresh, maxFaces = Infinity, thorough = false } = options;
    const { width, height } = frame;
    let found = this.#merge(await this.#search(frame, { x: 0, y: 0, width, height }, minScore));
    const hasDetail = Math.max(width, height) >= 2 * Math.max(input.width, input.height);
    if (hasDetail && (thorough || found.length === 0)) {
      found = await this.#searchTiles(frame, found, minScore);
    }
    return found.slice(0, maxFaces).map((detection) => this.#face(detection));
  }

  /** Adds the small faces. Much in a tile resembles a face, so that each one gets a closer look. */
  async #searchTiles(frame: Frame, found: Detection[], minScore: number): Promise<Detection[]> {
    const { smallestFace, candidateScore, closerSides, closerScore } = this.#card.tiles;
    const candidates: Detection[] = [];
    for (const tile of tiles(frame.width, frame.height, smallestFace)) {
      candidates.push(...await this.#search(frame, tile, candidateScore));
    }
    const faces = [...found];
    for (const candidate of this.#merge(candidates)) {
      const { x, y, width, height } = boxOf(candidate);
      const centreX = x + width / 2, centreY = y + height / 2;
      if (faces.some((face) => contains(boxOf(face), centreX, centreY))) continue;
      const side = closerSides * Math.max(width, height);
      const square = { x: centreX - side / 2, y: centreY - side / 2, width: side, height: side };
      faces.push(...await this.#search(frame, square, Math.max(minScore, closerScore)));
    }
    return this.#merge(faces);
  }

  #merge(detections: Detection[]): Detection[] {
    return weightedNms(detections, this.#card.suppression.minSuppressionThreshold);
  }

  /** All boxes in a part of a frame, in pixels of the frame, before suppression. */
  async #search(frame: Frame, region: Box, minScoreThresh: number): Promise<Detection[]> {
    const { input: { width, height, range: [low, high] }, decoding } = this.#card;
    const toFrame = letterbox(region, width, height);
    const input = sampleRgb(frame, toFrame, width, height, { border: "zero" });
    for (let i = 0; i < input.length; i++) input[i] = low + (high - low) * input[i]!;
    const [regressors, classificators] = await this.#session.run(input);
    return decodeBoxes(regressors!, classificators!, this.#anchors, { ...decoding, minScoreThresh })
      .map((detection) => removeLetterbox(detection, toFrame, width, height));
  }

  #face(detection: Detection): Face {
    const { score, points } = detection;
    const landmarks = Object.fromEntries(
      this.#card.landmarks.map((name, i) => [name, [points[4 + 2 * i]!, points[5 + 2 * i]!]]),
    ) as unknown as Landmarks;
    return { box: boxOf(detection), score, landmarks };
  }

  /** Frees the network. */
  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}

function contains(box: Box, x: number, y: number): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}
