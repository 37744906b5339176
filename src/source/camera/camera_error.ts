import { EnvironmentError, InputError, type MienError, OptionError } from "../../errors.ts";

/**
 * Translates what ffmpeg says about a camera into an error.
 *
 * @param device The camera.
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
 * assert.equal(cameraError("/dev/video0", said).code, "permission-missing");
 * ```
 */
export function cameraError(device: string, errors: readonly string[]): MienError {
  const said = errors.join("\n");
  const cannot = `Cannot open the camera ${device}`;
  for (const [pattern, error] of refusals) if (pattern.test(said)) return error(cannot, said);
  const last = errors.at(-1);
  const state = last === undefined ? "ffmpeg ended" : `ffmpeg ended: ${last}`;
  return new InputError("ffmpeg-failed", `${cannot}: ${state}`);
}

type MakeError = (cannot: string, said: string) => MienError;

function busy(state: string): MakeError {
  return (cannot) => new InputError("camera-busy", `${cannot}: ${state}`);
}

function notFound(state: string): MakeError {
  return (cannot) => new InputError("camera-not-found", `${cannot}: ${state}`);
}

/** Messages of ffmpeg and what they mean. The first match counts. */
const refusals: readonly (readonly [RegExp, MakeError])[] = [
  [/Unknown input format/, (cannot) => {
    const state = "this ffmpeg was built without camera support";
    return new EnvironmentError("ffmpeg-incomplete", `${cannot}: ${state}`);
  }],
  [
    /Permission denied|Operation not permitted|Failed to create AV capture input device/,
    (cannot) => {
      const message = `${cannot}: the system does not permit it`;
      return new EnvironmentError("permission-missing", message, { permission: "camera" });
    },
  ],
  [
    /Could not run graph|Unable to BindToObject/,
    busy("another program uses it, or Windows does not permit it"),
  ],
  [
    /Device or resource busy|Could not lock device for configuration/,
    busy("another program uses it"),
  ],
  [
    /VIDIOC_STREAMON\): No space left on device/,
    busy("the USB bus has no bandwidth left for it"),
  ],
  [
    /Selected (video size|framerate)|Could not set video options|VIDIOC_S_(PARM|FMT)\)|Cannot find a proper format/,
    (cannot, said) => {
      const message = `${cannot}: it has no such size or rate${modes(said)}`;
      return new OptionError("option-invalid", message);
    },
  ],
  [/Not a video capture device|Inappropriate ioctl/, notFound("it gives no pictures")],
  [
    /No such (file|device)|Video device not found|Invalid device index|No AV capture device|Could not find video device|Could not enumerate video devices/,
    notFound("there is no such camera"),
  ],
];

/** The modes of the camera, which macOS lists. */
function modes(said: string): string {
  const found = new Set(
    Array.from(said.matchAll(/(\d+x\d+)@\[([\d.]+) ([\d.]+)\]fps/g), ([, size, least, most]) => {
      const rates = new Set([least, most].map((rate) => Number(Number(rate).toFixed(2))));
      return `${size} at ${[...rates].join(" to ")}`;
    }),
  );
  return found.size === 0 ? "" : `, but ${[...found].slice(0, 12).join(", ")}`;
}
