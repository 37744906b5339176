import type { Engine, Session } from "../engine/engine.ts";
import { ModelError } from "../errors.ts";
import type { Box, Landmarks } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import { bundledFiles } from "../model/bundled_models.ts";
import { readModelJson } from "../model/model_files.ts";
import { readNetwork } from "../model/read_network.ts";
import { boxOf, decodeBoxes, type DecodeBoxesOptions, type Detection } from "./decode_boxes.ts";
import type { Face } from "./face.ts";
import { letterbox } from "./letterbox.ts";
import { removeLetterbox } from "./remove_letterbox.ts";
import { ssdAnchors, type SsdAnchorsOptions } from "./ssd_anchors.ts";
import { tiles } from "./tiles.ts";
import { weightedNms } from "./weighted_nms.ts";

/** How {@linkcode FaceDetector.detect} works. All fields may be left out. */
export interface DetectOptions {
  /** Leave out faces that the detector is less sure of, 0 to 1. @default {0.5} */
  minScore?: number;
  /** Report at most this many faces, most confident first. @default {Infinity} */
  maxFaces?: number;
  /**
   * Look for small faces even if there are large ones. This takes 7 to 10 passes of the network, plus
   * one for each candidate for a small face; a frame with a large face takes a single pass otherwise.
   * Meant for stills. @default {false}
   */
  thorough?: boolean;
}

/** The network's `card.json`. */
interface DetectorCard {
  readonly input: {
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly range: readonly [number, number];
  };
  readonly tiles: {
    /** Side of the smallest face seen in a whole frame, as a fraction of the frame's longer side. */
    readonly smallestFace: number;
    /** Boxes in tiles with at least this score are searched again, close up. */
    readonly candidateScore: number;
    /** Side of the square searched close up, in sides of the box. */
    readonly closerSides: number;
    /** The least score close up that makes a face. */
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
 * One pass over the whole frame, as in MediaPipe, finds faces turned by up to 60 degrees whose side is
 * at least an eighth of the frame's longer side. If it finds none, or if {@linkcode
 * DetectOptions.thorough} asks for it, tiles of the frame are searched for faces half that size. A
 * frame shorter than twice the network's input has no tiles: its small faces are a dozen pixels wide.
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
  readonly #session: Session;
  readonly #card: DetectorCard;
  readonly #anchors: Float32Array;
  /** Filled and used without a pause between. */
  readonly #input: Float32Array<ArrayBuffer>;

  private constructor(session: Session, card: DetectorCard, anchors: Float32Array) {
    this.#session = session;
    this.#card = card;
    this.#anchors = anchors;
    const { width, height } = card.input;
    this.#input = new Float32Array(width * height * 3);
  }

  /**
   * Loads the bundled network.
   *
   * @param engine What runs it.
   * @returns The detector. Dispose it to free the network.
   * @throws {ModelError} If the network's files are missing, or its card and its network disagree.
   * @throws {EnvironmentError} If the permission to read the files is missing.
   */
  static async load(engine: Engine): Promise<FaceDetector> {
    const files = bundledFiles("blazeface");
    const card = await readModelJson(files, "card.json") as DetectorCard;
    const { graph, weights, compiled } = await readNetwork(files);
    const session = await engine.load(graph, weights, compiled);
    const anchors = ssdAnchors(card.anchors);
    const { input: { width, height, channels }, decoding: { numCoords } } = card;
    const expected = `${height},${width},${channels} -> ${anchors.length / 2},${numCoords}`;
    const found = `${session.inputShape} -> ${session.outputShapes[0]}`;
    if (expected !== found) {
      session[Symbol.dispose]();
      throw new ModelError(
        "model-invalid",
        `Cannot use model ${files.place}: its card says ${expected} but its network is ${found}`,
      );
    }
    return new FaceDetector(session, card, anchors);
  }

  /**
   * Finds the faces of a frame.
   *
   * @param frame A picture in any layout.
   * @param options Which faces to report, and how hard to look for them.
   * @returns The faces in pixels of the frame, most confident first.
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

  /** Adds small faces. Many things in a tile resemble a face, so each candidate is searched close up. */
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

  /** Finds all boxes in a part of a frame, in pixels of the frame, before suppression. */
  async #search(frame: Frame, region: Box, minScoreThresh: number): Promise<Detection[]> {
    const { input: { width, height, range: [low, high] }, decoding } = this.#card;
    const toFrame = letterbox(region, width, height);
    const input = sampleRgb(frame, toFrame, width, height, { border: "zero", into: this.#input });
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
