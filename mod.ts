/**
 * Mien reads faces in pictures and video and says what emotion each one shows. This is the core,
 * which runs in Deno, Node and a browser. `@mien/mien/video` reads files, pipes and cameras,
 * `@mien/mien/output` writes results, `@mien/mien/server` answers HTTP requests, and
 * `@mien/mien/models` converts and measures models.
 *
 * @example Name the emotion on a picture
 * ```ts
 * import { decodeImage, Recognizer } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load();
 * const frame = await decodeImage(await Deno.readFile("fixtures/astronaut.png"));
 * const { faces } = await recognizer.recognize(frame);
 * assert.equal(faces[0]?.emotion, "happy");
 * ```
 *
 * @example Follow a video
 * ```ts
 * import { Recognizer, recognizeFrames } from "@mien/mien";
 * import { openInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load({ maxFaces: 1 });
 * const frames = openInput("fixtures/webcam.mjpeg", { fps: 2, to: 2 });
 * const times: number[] = [];
 * for await (const { record } of recognizeFrames(recognizer, frames)) times.push(record.time);
 * assert.deepEqual(times, [0, 0.52, 1, 1.52]);
 * ```
 *
 * @module
 */

export type { Step } from "./src/async/step.ts";
export type { Engine, Session } from "./src/engine/engine.ts";
export {
  EnvironmentError,
  type EnvironmentErrorOptions,
  type ErrorCode,
  InputError,
  MienError,
  ModelError,
  OptionError,
} from "./src/errors.ts";
export type { DetectEffort } from "./src/face/detect_effort.ts";
export type { Where } from "./src/face/detector.ts";
export type { Look } from "./src/face/look_plan.ts";
export type { Box, Landmarks, Point } from "./src/geometry.ts";
export { decodeImage, type DecodeImageOptions } from "./src/image/decode_image.ts";
export type { EncodedPicture } from "./src/image/encoded_picture.ts";
export { formats, type ImageFormat } from "./src/image/formats.ts";
export {
  type AnimationFrame,
  createFrame,
  type Frame,
  frameBytes,
  type FrameOptions,
  type PixelFormat,
  type Pixels,
} from "./src/image/frame.ts";
export type { BaselineMode } from "./src/emotion/face_baseline.ts";
export type { BaselineSettings, ModelCard, QualityLimits } from "./src/model/card.ts";
export type {
  CompiledNetwork,
  Graph,
  GraphNode,
  NetworkWeights,
  Shape,
  WeightSpec,
} from "./src/model/graph.ts";
export {
  type FrameObserver,
  type FrameRecognizer,
  type FrameStream,
  type Observation,
  type PipelineOptions,
  recognizeFrames,
} from "./src/pipeline.ts";
export { type RecognizeOptions, Recognizer, type RecognizerOptions } from "./src/recognizer.ts";
export type { FaceQuality, FaceResult, FrameResult, UncertainReason } from "./src/result.ts";
export type { TrackerOptions } from "./src/track/tracker.ts";
