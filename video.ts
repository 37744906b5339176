/**
 * Frames from files, pipes, cameras and live streams. Videos and cameras are read by ffmpeg.
 *
 * @module
 */

export type { CameraMode, CameraSystem } from "./src/source/camera/camera_arguments.ts";
export { listCameras } from "./src/source/camera/list_cameras.ts";
export { type CameraOptions, openCamera } from "./src/source/camera/open_camera.ts";
export type { Camera } from "./src/source/camera/parse_camera_list.ts";
export { expandInput } from "./src/source/expand_input.ts";
export type {
  LiveFrames,
  LiveOpener,
  LiveOptions,
  LiveSourceOptions,
  Reconnection,
} from "./src/source/live/live_frames.ts";
export { type LiveInputOptions, openLiveInput } from "./src/source/live/open_live_input.ts";
export { openLiveSource } from "./src/source/live/open_live_source.ts";
export { type FrameSource, openInput, type OpenInputOptions } from "./src/source/open_input.ts";
export { readFrames, type ReadFramesOptions } from "./src/source/read_frames.ts";
export type { Sampling } from "./src/stream/frame_sampler.ts";
export type { RawVideo } from "./src/stream/read_raw_stream.ts";
