/**
 * Mien reads faces in pictures and video and says what emotion each one shows.
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
 * @module
 */

export * from "./src/errors.ts";
export * from "./src/frame/frame.ts";
export { decodeImage, type DecodeImageOptions } from "./src/frame/decode_image.ts";
export type { Box, Face, Landmarks, Point } from "./src/face/face.ts";
export type { ModelCard } from "./src/emotion/card.ts";
export {
  type FaceResult,
  type FrameResult,
  Recognizer,
  type RecognizerOptions,
} from "./src/recognizer.ts";
export { type FrameSource, openInput, type OpenInputOptions } from "./src/frame/open_input.ts";
export { expandInput } from "./src/frame/expand_input.ts";
export { readFrames, type ReadFramesOptions } from "./src/frame/read_frames.ts";
