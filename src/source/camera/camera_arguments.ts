import { OptionError } from "../../errors.ts";

/** The operating systems whose cameras can be read. */
export type CameraSystem = "linux" | "darwin" | "windows";

/** The picture size and rate to ask a camera for. All fields may be left out. */
export interface CameraMode {
  /** Size in pixels. @default {640x480 on Linux, elsewhere the camera's own} */
  size?: { width: number; height: number };
  /** Frames per second. @default {30, on Windows the camera's own} */
  fps?: number;
}

/**
 * ffmpeg's arguments for opening a camera, up to `-i` and its value.
 *
 * @param system The operating system.
 * @param device As from `listCameras`: a path on Linux, an index or name on macOS, a name on Windows.
 * @param mode Size and rate. Linux drivers take the nearest one they have, others refuse.
 * @returns The arguments.
 * @throws {OptionError} If the size or rate is out of range, or the device is empty.
 *
 * @example
 * ```ts
 * import { cameraArguments } from "./camera_arguments.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(
 *   cameraArguments("darwin", "default", { fps: 15 }),
 *   ["-fflags", "nobuffer", "-f", "avfoundation", "-framerate", "15", "-i", "default:none"],
 * );
 * ```
 */
export function cameraArguments(
  system: CameraSystem,
  device: string,
  mode: CameraMode = {},
): string[] {
  checkMode(mode);
  if (device.trim() === "") {
    throw new OptionError("option-invalid", "Cannot open camera: its name is empty");
  }
  const { size, fps } = mode;
  switch (system) {
    case "linux":
      return input("v4l2", device, size ?? { width: 640, height: 480 }, fps ?? 30);
    case "darwin":
      // Most cameras refuse ffmpeg's default of 29.97; "none" stands for the microphone.
      return input("avfoundation", `${device}:none`, size, fps ?? 30);
    case "windows":
      return input("dshow", `video=${device}`, size, fps);
  }
}

function checkMode({ size, fps }: CameraMode): void {
  if (fps !== undefined && !(fps > 0 && fps <= 1000)) {
    throw new OptionError(
      "option-invalid",
      `Cannot ask a camera for ${fps} frames per second: it must be above 0 and at most 1000`,
    );
  }
  const isLength = (length: number): boolean => Number.isInteger(length) && length > 0;
  if (size !== undefined && !(isLength(size.width) && isLength(size.height))) {
    throw new OptionError(
      "option-invalid",
      `Cannot ask a camera for ${size.width}x${size.height} pixels: they must be whole and above 0`,
    );
  }
}

function input(
  format: string,
  name: string,
  size: CameraMode["size"],
  fps: number | undefined,
): string[] {
  return [
    // Drops the frames read while probing, which are old by then. (A stream would lose its key frame.)
    ...["-fflags", "nobuffer"],
    ...["-f", format],
    ...(fps === undefined ? [] : ["-framerate", String(fps)]),
    ...(size === undefined ? [] : ["-video_size", `${size.width}x${size.height}`]),
    ...["-i", name],
  ];
}
