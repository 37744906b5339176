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
import { tiles } from "./tiles.ts";
import { weightedNms } from "./weighted_nms.ts";

/** What {@linkcode FaceDetector.detect} can be told. All fields may be left out. */
export interface DetectOptions {
  /** Faces that the detector is less sure of are left out; 0 to 1. @default {0.5} */
  minScore?: number;
  /** At most so many faces, the surest first. @default {Infinity} */
  maxFaces?: number;
  /**
   * Looks for small faces even where a large one was found. Takes 7 to 10 passes of the network, as
   * does a frame without a face; a frame with one takes a single pass otherwise. @default {false}
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
  readonly smallestFace: number;
  readonly landmarks: readonly (keyof Landmarks)[];
  readonly anchors: SsdAnchorsOptions;
  readonly decoding: DecodeBoxesOptions;
  readonly suppression: { readonly minSuppressionThreshold: number };
}

/**
 * Finds faces with BlazeFace (Bazarevsky et al. 2019, the short-range network of MediaPipe).
 *
 * The network sees faces from an eighth of the frame's longer side on, upright or turned by up to 75
 * degrees. Faces half as large are found by a second look at tiles of the frame.
 *
 * @example
 * ```ts
 * import { startTfjs } from "../engine/tfjs.ts";
 * import { decodeImage } from "../frame/decode_image.ts";
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
    const { decoding, suppression: { minSuppressionThreshold }, smallestFace, input } = this.#card;
    const { minScore = decoding.minScoreThresh, maxFaces = Infinity, thorough = false } = options;
    const { width, height } = frame;
    const whole = await this.#search(frame, { x: 0, y: 0, width, height }, minScore);
    let faces = weightedNms(whole, minSuppressionThreshold);
    const large = Math.max(width, height) >= 2 * Math.max(input.width, input.height);
    if (large && (thorough || faces.length === 0)) {
      const found = [];
      for (const tile of tiles(width, height, smallestFace)) {
        for (const detection of await this.#search(frame, tile, minScore)) {
          const cut = leaves(detection, tile, width, height);
          if (!cut && !faces.some((face) => holds(face, detection))) found.push(detection);
        }
      }
      faces = [...faces, ...weightedNms(found, minSuppressionThreshold)]
        .sort((one, other) => other.score - one.score);
    }
    return faces.slice(0, maxFaces).map((face) => this.#face(face));
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

/** Whether a box crosses an edge of the tile inside the frame: a neighbour sees more of its face. */
function leaves({ points }: Detection, tile: Box, width: number, height: number): boolean {
  const [left, top, right, bottom] = points as unknown as [number, number, number, number];
  return tile.x > 0 && left < tile.x || tile.y > 0 && top < tile.y ||
    tile.x + tile.width < width && right > tile.x + tile.width ||
    tile.y + tile.height < height && bottom > tile.y + tile.height;
}

/** Whether the centre of a box lies in the box of a face: a part of it that looks like a face. */
function holds(face: Detection, { points }: Detection): boolean {
  const x = (points[0]! + points[2]!) / 2, y = (points[1]! + points[3]!) / 2;
  const [left, top, right, bottom] = face.points as unknown as [number, number, number, number];
  return x > left && x < right && y > top && y < bottom;
}
