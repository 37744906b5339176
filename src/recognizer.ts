import { type Step, timed } from "./async/step.ts";
import { EmotionClassifier } from "./emotion/classifier.ts";
import { uncertainty } from "./emotion/uncertainty.ts";
import type { Engine } from "./engine/engine.ts";
import { startEngine } from "./engine/start_engine.ts";
import { defaultDetectEffort, type DetectEffort } from "./face/detect_effort.ts";
import { checkDetectOptions, FaceDetector, type Where } from "./face/detector.ts";
import type { Face } from "./face/face.ts";
import { faceCrop, frameCrop } from "./face/face_crop.ts";
import { faceQuality } from "./face/quality.ts";
import { type Landmarks, round } from "./geometry.ts";
import type { Frame } from "./image/frame.ts";
import { squareFrame } from "./image/square_frame.ts";
import { bundledModels } from "./model/bundled_models.ts";
import type { ModelCard } from "./model/card.ts";
import type { ModelFiles } from "./model/model_files.ts";
import { openModel } from "./model/open_model.ts";
import { withGiven } from "./options/with_given.ts";
import type { FaceQuality, FaceResult, FrameResult } from "./result.ts";

/** Which faces a {@linkcode Recognizer} reports. All fields may be left out. */
export interface RecognizeOptions {
  /** Leave out faces that the detector is less sure of, 0 to 1. @default {0.5} */
  minScore?: number;
  /** Report at most this many faces per frame, most confident first. @default {Infinity} */
  maxFaces?: number;
  /**
   * How hard to look for small faces: `fast` finds those of about 1/25 of the frame's longer side,
   * `auto` those of 20 pixels, which suffice to read an emotion, `thorough` those of a dozen pixels, in
   * every frame of a video as in a still. @default {"auto"}
   */
  detect?: DetectEffort;
  /** Where to look for faces, as {@linkcode recognizeFrames} does it. @default {everywhere} */
  where?: Where;
  /** Frames are face crops: classify each as a whole, without detection. @default {false} */
  cropOnly?: boolean;
}

/** What {@linkcode Recognizer.load} loads. All fields may be left out. */
export interface RecognizerOptions extends RecognizeOptions {
  /** The name of a bundled model, or the path or URL of a model's folder. @default {"five"} */
  model?: string | URL;
  /** What runs the networks. @default {the engine that comes with Mien} */
  engine?: Engine;
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
  readonly #classifier: EmotionClassifier;
  readonly #detector: FaceDetector | undefined;
  readonly #options: RecognizeOptions;

  private constructor(
    classifier: EmotionClassifier,
    detector: FaceDetector | undefined,
    options: RecognizeOptions,
  ) {
    this.#classifier = classifier;
    this.#detector = detector;
    this.#options = options;
  }

  /**
   * Loads the networks.
   *
   * @param options Which model, and which faces to report.
   * @returns The recognizer. Dispose it to free its networks.
   * @throws {OptionError} If an option is out of range.
   * @throws {ModelError} If the model cannot be found or used.
   * @throws {EnvironmentError} If a permission is missing or the engine cannot start.
   */
  static async load(options: RecognizerOptions = {}): Promise<Recognizer> {
    const { model = bundledModels[0], ...others } = options;
    return await Recognizer.loadFrom(openModel(model), others);
  }

  /**
   * As {@linkcode load}, from files that have been found already.
   *
   * @internal
   */
  static async loadFrom(
    files: ModelFiles,
    { engine, ...recognizing }: Omit<RecognizerOptions, "model"> = {},
  ): Promise<Recognizer> {
    if (!recognizing.cropOnly) checkDetectOptions(recognizing);
    const runner = engine ?? await startEngine();
    const [classifier, detector] = await Promise.allSettled([
      EmotionClassifier.load(runner, files),
      recognizing.cropOnly ? undefined : FaceDetector.load(runner),
    ]);
    if (classifier.status === "rejected") {
      if (detector.status === "fulfilled") detector.value?.[Symbol.dispose]();
      throw classifier.reason;
    }
    if (detector.status === "rejected") {
      classifier.value[Symbol.dispose]();
      throw detector.reason;
    }
    return new Recognizer(classifier.value, detector.value, recognizing);
  }

  /** The card of the emotion model: labels, accuracy, data. */
  get card(): ModelCard {
    return this.#classifier.card;
  }

  /** How hard it looks for small faces, unless a frame's options say otherwise. */
  get detect(): DetectEffort {
    return this.#options.detect ?? defaultDetectEffort;
  }

  /** The labels of the emotion model. */
  get labels(): readonly string[] {
    return this.card.labels;
  }

  /**
   * Finds the faces in one frame and classifies each.
   *
   * @param frame A picture in any layout.
   * @param options Overrides the options given to {@linkcode load}. A recognizer that was loaded with
   * `cropOnly` cannot detect faces.
   * @param steps Where to note how long the steps take, if anywhere.
   * @returns The record of the frame.
   */
  async recognize(
    frame: Frame,
    options: RecognizeOptions = {},
    steps?: Step[],
  ): Promise<FrameResult> {
    const { cropOnly = false, ...detecting } = withGiven(this.#options, options);
    const { crop, input } = this.card;
    const square = squareFrame(frame);
    const detector = cropOnly ? undefined : this.#detector;
    const found = detector &&
      await timed("detect", steps, () => detector.detect(square, detecting));
    const crops = found?.map((face) => faceCrop(square, face, crop, input)) ??
      [frameCrop(square, input)];
    const predictions = await timed("classify", steps, () => this.#classifier.classify(crops));
    const faces = predictions.map((p, i) => {
      const face = found?.[i] ?? wholeFrame(square);
      const quality = faceQuality(face, square, { ...input, data: crops[i]! });
      return faceResult(face, p, quality, this.card, frame.pixelAspect);
    });
    return {
      source: frame.source,
      frame: frame.index,
      time: round(frame.time, 3),
      width: frame.width,
      height: frame.height,
      faces,
    };
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

function faceResult(
  face: FoundFace,
  p: Float32Array,
  quality: FaceQuality,
  card: ModelCard,
  pixelAspect = 1,
): FaceResult {
  const { labels } = card;
  const best = p.indexOf(Math.max(...p));
  const confidence = round(p[best]!, 4);
  const points = face.landmarks &&
    Object.entries(face.landmarks).map(([name, [x, y]]) =>
      [name, [round(x / pixelAspect, 1), round(y, 1)]] as const
    );
  return {
    box: {
      x: round(face.box.x / pixelAspect, 1),
      y: round(face.box.y, 1),
      width: round(face.box.width / pixelAspect, 1),
      height: round(face.box.height, 1),
    },
    score: round(face.score, 4),
    ...(points && { landmarks: Object.fromEntries(points) as unknown as Landmarks }),
    emotion: labels[best]!,
    confidence,
    ...uncertainty(confidence, quality, card),
    quality,
    probabilities: Object.fromEntries(labels.map((label, i) => [label, round(p[i]!, 4)])),
  };
}
