import { cameraArguments, type CameraMode, type CameraSystem } from "./camera_arguments.ts";
import { cameraSystem } from "./list_cameras.ts";
import type { LiveFrames } from "../live/live_frames.ts";
import type { LiveInputOptions } from "../live/open_live_input.ts";
import { openLiveThread } from "../live/open_live_thread.ts";

/** How {@linkcode openCamera} opens. All fields may be left out. */
export interface CameraOptions extends LiveInputOptions, CameraMode {
  /** Which camera, as from `listCameras`. @default {the system's first one} */
  device?: string;
  /** The operating system. @default {that of this machine} */
  system?: CameraSystem;
}

/**
 * Opens a camera with ffmpeg. It is read in a separate thread, so that the next frame is always the
 * newest. Needs the permissions to run ffmpeg and to read files; on Linux it needs all permissions
 * to find a camera other than `/dev/video0`.
 *
 * @param options Which camera, its size and rate, and what to do when it stalls.
 * @returns The frames, with `capturedAt`. The iteration throws if the camera is missing, busy or not
 * permitted.
 * @throws {OptionError} If the size, the rate or `stallMs` is out of range.
 * @throws {EnvironmentError} If cameras of this system cannot be read (`system-unsupported`).
 *
 * @example
 * ```ts
 * import { openCamera } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => openCamera({ fps: 0 }), /must be above 0/);
 * ```
 */
export function openCamera(options: CameraOptions = {}): LiveFrames {
  const { device, system = cameraSystem(), size, fps, maxPixels, ...live } = options;
  const mode = { ...(size && { size }), ...(fps !== undefined && { fps }) };
  cameraArguments(system, device ?? "default", mode); // Refuses what is out of range.
  const source = device === undefined ? "the camera" : `the camera ${device}`;
  const job = { source, maxPixels, system, mode, ...(device !== undefined && { device }) };
  return openLiveThread(job, live);
}
