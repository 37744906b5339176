import { OptionError } from "../../errors.ts";

/** The operating systems whose cameras ffmpeg reads for us. */
export type CameraSystem = "linux" | "darwin" | "windows";

/** What a camera is asked for. All fields may be left out. */
export interface CameraMode {
  /** Size in pixels. @default {640x480 on Linux, elsewhere the camera's own} */
  size?: { width: number; height: number };
  /** Frames a second. @default {30, on Windows the camera's own} */
  fps?: number;
}

/**
 * The arguments with which ffmpeg opens a camera, up to and including `-i` and what follows it.
 *
 * @param system Where.
 * @param device A path on Linux, an index or name on macOS, a name on Windows, as from
 * `listCameras`.
 * @param mode Size and rate. Linux drivers take the nearest they have, others refuse.
 * @returns The arguments.
 * @throws {OptionError} If size or rate are no sensible numbers, or the device is empty.
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
    throw new OptionError("option-invalid", "Cannot open a camera without a name");
  }
  const { size, fps } = mode;
  switch (system) {
    case "linux":
      return input("v4l2", device, size ?? { width: 640, height: 480 }, fps ?? 30);
    case "darwin":
      // ffmpeg's own 29.97 is refused by most cameras; "none" leaves the microphone alone.
      return input("avfoundation", `${device}:none`, size, fps ?? 30);
    case "windows":
      return input("dshow", `video=${device}`, size, fps);
  }
}

/**
 * Refuses what no camera has.
 *
 * @throws {OptionError} If size or rate are no sensible numbers.
 */
function checkMode({ size, fps }: CameraMode): void {
  if (fps !== undefined && !(fps > 0 && fps <= 1000)) {
    throw new OptionError(
      "option-invalid",
      `Cannot ask a camera for ${fps} frames a second: not above 0 and at most 1000`,
    );
  }
  const isLength = (length: number): boolean => Number.isInteger(length) && length > 0;
  if (size !== undefined && !(isLength(size.width) && isLength(size.height))) {
    throw new OptionError(
      "option-invalid",
      `Cannot ask a camera for ${size.width}x${size.height} pixels: not whole and above 0`,
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
    // What was read to probe it is old by then. (Streams with key frames would lose their first.)
    ...["-fflags", "nobuffer"],
    ...["-f", format],
    ...(fps === undefined ? [] : ["-framerate", String(fps)]),
    ...(size === undefined ? [] : ["-video_size", `${size.width}x${size.height}`]),
    ...["-i", name],
  ];
}
