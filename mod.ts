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
 * @example Follow a video
 * ```ts
 * import { openInput, Recognizer } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load({ maxFaces: 1 });
 * const frames = openInput("fixtures/webcam.mjpeg", { fps: 2, to: 2 });
 * const records = await Array.fromAsync(recognizer.stream(frames));
 * assert.deepEqual(records.map(({ time }) => time), [0, 0.52, 1, 1.52]);
 * ```
 *
 * @module
 */

export * from "./src/errors.ts";
export {
  createFrame,
  type Frame,
  frameBytes,
  type FrameOptions,
  type PixelFormat,
} from "./src/image/frame.ts";
export { decodeImage, type DecodeImageOptions } from "./src/image/decode_image.ts";
export { expandInput } from "./src/source/expand_input.ts";
export type { Sampling } from "./src/stream/frame_sampler.ts";
export { type FrameSource, openInput, type OpenInputOptions } from "./src/source/open_input.ts";
export { readFrames, type ReadFramesOptions } from "./src/source/read_frames.ts";
export type { RawVideo } from "./src/stream/read_raw_stream.ts";
export type { Box, Face, Landmarks, Point } from "./src/face/face.ts";
export type { ModelCard } from "./src/model/card.ts";
export {
  type FaceResult,
  type FrameResult,
  Recognizer,
  type RecognizerOptions,
} from "./src/recognizer.ts";
export { Tracker, type TrackerOptions } from "./src/track/tracker.ts";
export { type CameraOptions, openCamera } from "./src/source/camera/open_camera.ts";
export { type Camera, listCameras } from "./src/source/camera/list_cameras.ts";
export type { CameraMode, CameraSystem } from "./src/source/camera/camera_arguments.ts";
export { type LiveOptions, openLiveInput } from "./src/source/live/open_live_input.ts";
export type {
  LiveFrames,
  LiveOpener,
  LiveSourceOptions,
  Reconnection,
} from "./src/source/live/live_frames.ts";
export { LiveSource } from "./src/source/live/live_source.ts";
export { Overlay } from "./src/draw/overlay.ts";
export { openOutput } from "./src/sink/open_output.ts";
export type { OutputOptions } from "./src/sink/claim_output.ts";
export type { Sink } from "./src/sink/sink.ts";
export { MqttPublisher, type MqttPublisherOptions } from "./src/sink/mqtt_publisher.ts";
export { OnChange, type OnChangeOptions } from "./src/sink/on_change.ts";
export type { ResultFormatter } from "./src/record/format_result.ts";
export { Subtitles } from "./src/record/subtitles.ts";
export { type FaceSummary, type SourceSummary, Summary } from "./src/record/summary.ts";
export { formatSummary } from "./src/record/format_summary.ts";
export type { ColorDepth } from "./src/draw/ansi_color.ts";
export { type Terminal, TerminalPreview } from "./src/sink/terminal_preview.ts";
export { Timeline } from "./src/timeline/timeline.ts";
export { WindowPreview } from "./src/sink/window_preview.ts";
export { createHandler, type Handler, type HandlerOptions } from "./src/http/handler.ts";
export type { Limits } from "./src/http/limits.ts";
