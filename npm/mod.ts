/**
 * Mien where there is no Deno: pictures in memory, the service's handler. Files, cameras and outputs
 * need Deno.
 *
 * @module
 */

export * from "../src/errors.ts";
export type { ModelCard } from "../src/model/card.ts";
export type { Face } from "../src/face/face.ts";
export type { Box, Landmarks, Point } from "../src/geometry.ts";
export { decodeImage, type DecodeImageOptions } from "../src/image/decode_image.ts";
export {
  createFrame,
  type Frame,
  frameBytes,
  type FrameOptions,
  type PixelFormat,
} from "../src/image/frame.ts";
export { createHandler, type Handler } from "../src/http/handler.ts";
export type { HandlerOptions } from "../src/http/handler_options.ts";
export type { Limits } from "../src/http/limits.ts";
export { Recognizer, type RecognizerOptions } from "../src/recognizer.ts";
export type { FaceResult, FrameResult } from "../src/result.ts";
export { Tracker, type TrackerOptions } from "../src/track/tracker.ts";
