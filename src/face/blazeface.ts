import type { Engine, Session } from "../engine/engine.ts";
import { ModelError } from "../errors.ts";
import type { Affine, Box, Landmarks } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import { bundledFiles } from "../model/bundled_models.ts";
import { readModelJson } from "../model/model_files.ts";
import { readNetwork } from "../model/read_network.ts";
import { decodeBoxes, type DecodeBoxesOptions, type Detection } from "./decode_boxes.ts";
import { letterbox } from "./letterbox.ts";
import { removeLetterbox } from "./remove_letterbox.ts";
import { ssdAnchors, type SsdAnchorsOptions } from "./ssd_anchors.ts";
import { surest, weightedNms } from "./weighted_nms.ts";

/** The most boxes that one look finds. A face has several. */
const mostBoxes = 300;

/** The `card.json` of a BlazeFace network. */
export interface BlazeFaceCard {
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

/**
 * One BlazeFace network of MediaPipe (Bazarevsky et al. 2019).
 *
 * @example
 * ```ts
 * import { startEngine } from "../engine/start_engine.ts";
 * import { decodeImage } from "../image/decode_image.ts";
 * import { BlazeFace } from "./blazeface.ts";
 * import assert from "node:assert/strict";
 *
 * using network = await BlazeFace.load(await startEngine(), "blazeface");
 * const file = new URL("../../fixtures/astronaut.png", import.meta.url);
 * const frame = await decodeImage(await Deno.readFile(file));
 * const [best] = await network.find(frame, { x: 0, y: 0, width: 512, height: 512 }, 0.5);
 * assert(best!.score > 0.9);
 * ```
 */
export class BlazeFace<Card extends BlazeFaceCard = BlazeFaceCard> implements Disposable {
  /** What is known of the network. */
  readonly card: Card;
  readonly #session: Session;
  readonly #anchors: Float32Array;
  /** Filled and used without a pause between. */
  readonly #input: Float32Array<ArrayBuffer>;

  private constructor(session: Session, card: Card, anchors: Float32Array) {
    this.card = card;
    this.#session = session;
    this.#anchors = anchors;
    const { width, height } = card.input;
    this.#input = new Float32Array(width * height * 3);
  }

  /**
   * Loads a bundled network.
   *
   * @param engine What runs it.
   * @param name `blazeface` or `blazeface-full`.
   * @returns The network. Dispose it to free its memory.
   * @throws {ModelError} If the network's files are missing, or its card and its network disagree.
   * @throws {EnvironmentError} If the permission to read the files is missing.
   */
  static async load<Card extends BlazeFaceCard>(
    engine: Engine,
    name: "blazeface" | "blazeface-full",
  ): Promise<BlazeFace<Card>> {
    const files = bundledFiles(name);
    const card = await readModelJson(files, "card.json") as Card;
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
    return new BlazeFace(session, card, anchors);
  }

  /**
   * Looks once for faces.
   *
   * @param frame A picture in any layout.
   * @param region The part of the frame to look at. What is beyond the frame is black.
   * @param minScore Leave out faces that the network is less sure of, 0 to 1.
   * @param isMirrored Whether to look at a mirror image. The landmarks are then those of the other side.
   * @returns The faces in pixels of the frame, most confident first.
   */
  async find(
    frame: Frame,
    region: Box,
    minScore: number,
    isMirrored = false,
  ): Promise<Detection[]> {
    const { input: { width, height, range: [low, high] }, decoding, suppression } = this.card;
    const upright = letterbox(region, width, height);
    const toFrame = isMirrored ? mirrored(upright, width) : upright;
    const input = sampleRgb(frame, toFrame, width, height, { border: "zero", into: this.#input });
    for (let i = 0; i < input.length; i++) input[i] = low + (high - low) * input[i]!;
    const [regressors, classificators] = await this.#session.run(input);
    const options = { ...decoding, minScoreThresh: minScore };
    const found = decodeBoxes(regressors!, classificators!, this.#anchors, options)
      .map((detection) => removeLetterbox(detection, toFrame, width, height));
    if (isMirrored) {
      for (const { points } of found) [points[0], points[2]] = [points[2]!, points[0]!];
    }
    return weightedNms(surest(found, mostBoxes), suppression.minSuppressionThreshold);
  }

  /** Frees the network. */
  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}

/** The same map, of an input that is seen in a mirror. */
function mirrored([a, b, c, ...row]: Affine, width: number): Affine {
  return [-a, b, c + a * width, ...row];
}
