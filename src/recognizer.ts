import type { Engine } from "./engine/engine.ts";
import { startTfjs } from "./engine/tfjs/start_tfjs.ts";
import type { ModelCard } from "./model/card.ts";
import { EmotionClassifier } from "./emotion/classifier.ts";
import { modelFolder } from "./model/model_folder.ts";
import { FaceDetector } from "./face/detector.ts";
import type { Face } from "./face/face.ts";
import { type Affine, type Landmarks, round } from "./geometry.ts";
import { cropTransform } from "./face/crop_transform.ts";
import type { Frame } from "./image/frame.ts";
import { sampleLuma } from "./image/sample_luma.ts";
import { sampleRgb } from "./image/sample_rgb.ts";
import type { FaceResult, FrameResult } from "./result.ts";

/** What {@linkcode Recognizer.load} can be told. All fields may be left out. */
export interface RecognizerOptions {
  /** A bundled model's name, or the path or URL of a model's folder. @default {"five"} */
  model?: string | URL;
  /** Faces that the detector is less sure of are left out; 0 to 1. @default {0.5} */
  minScore?: number;
  /** At most so many faces a frame, the surest first. @default {Infinity} */
  maxFaces?: number;
  /** Frames are faces already: no detection, the whole frame is classified. @default {false} */
  cropOnly?: boolean;
}

/**
 * Finds the faces in frames and says what emotion each one shows.
 *
 * @example
 * ```ts
 * import { decodeImage, Recognizer } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load();
 * const frame = await decodeImage(await Deno.readFile("fixtures/astronaut.png"));
 * const { faces } = await recognizer.recognize(frame);
 * assert.equal(faces[0]?.emotion, "happy");
 * ```
 */
export class Recognizer implements Disposable {
  readonly #engine: Engine;
  readonly #classifier: EmotionClassifier;
  readonly #detector: FaceDetector | undefined;
  readonly #options: RecognizerOptions;

  private constructor(
    engine: Engine,
    classifier: EmotionClassifier,
    detector: FaceDetector | undefined,
    options: RecognizerOptions,
  ) {
    this.#engine = engine;
    this.#classifier = classifier;
    this.#detector = detector;
    this.#options = options;
  }

  /**
   * Loads the networks and warms them up.
   *
   * @param options Which model, and which faces to report.
   * @returns The recognizer. Dispose it to free its networks.
   * @throws {ModelError} If the model cannot be found or used.
   * @throws {EnvironmentError} If a file may not be read or WebAssembly cannot start.
   */
  static async load(options: RecognizerOptions = {}): Promise<Recognizer> {
    const folder = modelFolder(options.model ?? "five");
    const engine = await startTfjs();
    const classifier = await EmotionClassifier.load(engine, folder);
    const detector = options.cropOnly ? undefined : await FaceDetector.load(engine);
    return new Recognizer(engine, classifier, detector, options);
  }

  /** The card of the emotion model: labels, accuracy, data. */
  get card(): ModelCard {
    return this.#classifier.card;
  }

  /** The labels of the emotion model. */
  get labels(): readonly string[] {
    return this.card.labels;
  }

  /**
   * Finds the faces in one frame and classifies each.
   *
   * @param frame A picture in any layout.
   * @param options Which faces to report of this frame, in place of what {@linkcode load} was told. A
   * recognizer that was loaded with `cropOnly` has no detector and stays so.
   * @returns The record of the frame.
   */
  async recognize(
    frame: Frame,
    options: Omit<RecognizerOptions, "model"> = {},
  ): Promise<FrameResult> {
    const { cropOnly = false, ...detecting } = { ...this.#options, ...options };
    const detector = cropOnly ? undefined : this.#detector;
    const faces = await detector?.detect(frame, { ...detecting, thorough: frame.still });
    const { crop, input: { width, height, channels } } = this.card;
    const squares: Affine[] = faces?.map((face) => cropTransform(face, crop, 1)) ??
      [[frame.width, 0, 0, 0, frame.height, 0]];
    const size = width * height * channels;
    const crops = new Float32Array(squares.length * size);
    for (const [i, [a, b, c, d, e, f]] of squares.entries()) {
      const transform: Affine = [a / width, b / height, c, d / width, e / height, f];
      const samples = channels === 1
        ? sampleLuma(frame, transform, width, height)
        : sampleRgb(frame, transform, width, height, { border: "replicate" });
      crops.set(samples, i * size);
    }
    const predictions = await this.#classifier.classify(crops, squares.length);
    return {
      source: frame.source,
      frame: frame.index,
      time: round(frame.time, 3),
      width: frame.width,
      height: frame.height,
      faces: predictions.map((p, i) => faceResult(faces?.[i] ?? wholeFrame(frame), p, this.card)),
    };
  }

  /** Tensors and bytes now held by the engine, of all recognizers of the process together. */
  memory(): { tensors: number; bytes: number } {
    return this.#engine.memory();
  }

  /** Frees the networks. */
  [Symbol.dispose](): void {
    this.#classifier[Symbol.dispose]();
    this.#detector?.[Symbol.dispose]();
  }
}

type FoundFace = Pick<Face, "box" | "score"> & Partial<Face>;

function wholeFrame({ width, height }: Frame): FoundFace {
  return { box: { x: 0, y: 0, width, height }, score: 1 };
}

function faceResult(face: FoundFace, p: Float32Array, card: ModelCard): FaceResult {
  const { labels, uncertainBelow } = card;
  const best = p.indexOf(Math.max(...p));
  const confidence = round(p[best]!, 4);
  const points = face.landmarks &&
    Object.entries(face.landmarks).map(([name, [x, y]]) =>
      [name, [round(x, 1), round(y, 1)]] as const
    );
  return {
    box: {
      x: round(face.box.x, 1),
      y: round(face.box.y, 1),
      width: round(face.box.width, 1),
      height: round(face.box.height, 1),
    },
    score: round(face.score, 4),
    ...(points && { landmarks: Object.fromEntries(points) as unknown as Landmarks }),
    emotion: labels[best]!,
    confidence,
    ...(confidence < uncertainBelow && { uncertain: true as const }),
    probabilities: Object.fromEntries(labels.map((label, i) => [label, round(p[i]!, 4)])),
  };
}
