import { EnvironmentError, InputError, type MienError, OptionError } from "../../errors.ts";
import type { CameraSystem } from "./camera_arguments.ts";

/** Where each system lets people decide who may use the camera. */
const permissionStep = {
  linux: `add yourself to its group with "sudo usermod -aG video $USER" and log in again`,
  darwin:
    "allow the camera for your terminal in System Settings > Privacy & Security > Camera and start the terminal again",
  windows:
    `turn on "Let desktop apps access your camera" in Settings > Privacy & security > Camera`,
} as const;

const listStep = {
  linux: "connect one, or see which there are with --list-cameras (in a container, pass --device)",
  darwin: "connect one, or see which there are with --list-cameras",
  windows: "connect one, or see which there are with --list-cameras",
} as const;

/**
 * Makes of what ffmpeg says about a camera an error with the next step for the user.
 *
 * @param system Where.
 * @param device The camera, as the user named it.
 * @param errors What ffmpeg wrote at level error or worse, in order.
 * @returns The error.
 *
 * ref: the messages are those of libavdevice's v4l2.c, avfoundation.m and dshow.c.
 *
 * @example
 * ```ts
 * import { cameraError } from "./camera_error.ts";
 * import assert from "node:assert/strict";
 *
 * const said = ["Cannot open video device /dev/video0: Permission denied"];
 * assert.equal(cameraError("linux", "/dev/video0", said).code, "permission-missing");
 * ```
 */
export function cameraError(
  system: CameraSystem,
  device: string,
  errors: readonly string[],
): MienError {
  const cannot = `Cannot open the camera ${device}`;
  const said = errors.join("\n");
  const says = (pattern: RegExp): boolean => pattern.test(said);
  if (says(/Unknown input format/)) {
    return new EnvironmentError(
      "ffmpeg-failed",
      `${cannot}: this ffmpeg was built without cameras, install a full build`,
    );
  }
  if (
    says(/Permission denied|Operation not permitted|Failed to create AV capture input device/)
  ) {
    return new EnvironmentError(
      "permission-missing",
      `${cannot}: it may not be used, ${permissionStep[system]}`,
    );
  }
  if (says(/Could not run graph|Unable to BindToObject/)) {
    return new InputError(
      "camera-busy",
      `${cannot}: another program uses it or Windows forbids it, close that program or ${permissionStep.windows}`,
    );
  }
  if (says(/Device or resource busy|Could not lock device for configuration/)) {
    const who = system === "linux" ? ` ("fuser -v ${device}" names it)` : "";
    return new InputError(
      "camera-busy",
      `${cannot}: another program uses it, close that program${who}`,
    );
  }
  if (says(/VIDIOC_STREAMON\): No space left on device/)) {
    return new InputError(
      "camera-busy",
      `${cannot}: the USB bus has no room for it, unplug another camera or ask for less with --size or --fps`,
    );
  }
  if (
    says(
      /Selected (video size|framerate)|Could not set video options|VIDIOC_S_(PARM|FMT)\)|Cannot find a proper format/,
    )
  ) {
    return new OptionError(
      "option-invalid",
      `${cannot}: it has no such size or rate, set --size and --fps ${modes(system, device, said)}`,
    );
  }
  if (says(/Not a video capture device|Inappropriate ioctl/)) {
    return new InputError(
      "camera-not-found",
      `${cannot}: it gives no pictures, use another one of --list-cameras`,
    );
  }
  if (
    says(
      /No such (file|device)|Video device not found|Invalid device index|No AV capture device|Could not find video device|Could not enumerate video devices/,
    )
  ) {
    return new InputError(
      "camera-not-found",
      `${cannot}: there is no such camera, ${listStep[system]}`,
    );
  }
  const last = errors.at(-1);
  return new InputError(
    "ffmpeg-failed",
    `${cannot}: ffmpeg ended${last === undefined ? "" : `: ${last}`}`,
  );
}

/** The modes that macOS lists, or how to list them. */
function modes(system: CameraSystem, device: string, said: string): string {
  const found = new Set(
    Array.from(
      said.matchAll(/(\d+x\d+)@\[([\d.]+) ([\d.]+)\]fps/g),
      ([, size, least, most]) =>
        `${size} at ${
          [...new Set([least, most].map((rate) => Number(Number(rate).toFixed(2))))].join(" to ")
        }`,
    ),
  );
  if (found.size > 0) return `to one of ${[...found].slice(0, 12).join(", ")}`;
  return system === "linux"
    ? `as "ffmpeg -f v4l2 -list_formats all -i ${device}" lists them`
    : system === "windows"
    ? `as "ffmpeg -f dshow -list_options true -i video=${device}" lists them`
    : "to what it has";
}
