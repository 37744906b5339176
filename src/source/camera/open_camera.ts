import { cameraArguments, type CameraMode, type CameraSystem } from "./camera_arguments.ts";
import { cameraSystem } from "./list_cameras.ts";
import type { LiveFrames } from "../live/live_frames.ts";
import { LiveThread } from "../live/live_thread.ts";
import type { LiveOptions } from "../live/open_live_input.ts";

/** How {@linkcode openCamera} opens. All fields may be left out. */
export interface CameraOptions extends LiveOptions, CameraMode {
  /** Which camera, as from `listCameras`. @default {the system's first one} */
  device?: string;
  /** Where. @default {the system that this runs on} */
  system?: CameraSystem;
}

/**
 * Opens a camera by ffmpeg. It is read in a thread of its own, so that whoever takes a frame gets
 * the newest. Needs `--allow-run=ffmpeg` and `--allow-read`, and on Linux `--allow-all` to find a
 * camera that is not `/dev/video0`.
 *
 * @param options Which camera, its size and rate, and what to do when it stalls.
 * @returns The frames, with `capturedAt`; the iteration tells a missing, forbidden or busy camera.
 * @throws {OptionError} If size, rate or a limit are out of range.
 * @throws {EnvironmentError} If cameras cannot be read on this system.
 *
 * @example
 * ```ts
 * import { openCamera } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => openCamera({ fps: 0 }), /not above 0/);
 * ```
 */
export function openCamera(options: CameraOptions = {}): LiveFrames {
  const { device, system = cameraSystem(), size, fps, maxPixels, ...live } = options;
  const mode = { ...(size && { size }), ...(fps !== undefined && { fps }) };
  cameraArguments(system, device ?? "default", mode); // Refuses what is out of range.
  const source = device === undefined ? "the camera" : `the camera ${device}`;
  const job = { source, maxPixels, system, mode, ...(device !== undefined && { device }) };
  const stallAdvice = system === "darwin"
    ? "check that it is connected and allowed for your terminal in System Settings > Privacy & Security > Camera"
    : "check that it is connected and that no other program uses it";
  return new LiveThread(job, { ...live, source, stallAdvice });
}
