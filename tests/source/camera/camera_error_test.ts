import { EnvironmentError, InputError, OptionError } from "../../../src/errors.ts";
import { cameraError } from "../../../src/source/camera/camera_error.ts";
import assert from "node:assert/strict";

// ffmpeg's messages, from the sources of libavdevice and from users' reports.
const cases = [
  // Linux
  [
    "Cannot open video device /dev/video0: No such file or directory",
    InputError,
    "camera-not-found",
    /there is no such camera$/,
  ],
  [
    "Cannot open video device /dev/video0: Permission denied",
    EnvironmentError,
    "permission-missing",
    /the system does not permit it$/,
  ],
  [
    "ioctl(VIDIOC_STREAMON): Device or resource busy",
    InputError,
    "camera-busy",
    /another program uses it$/,
  ],
  [
    "ioctl(VIDIOC_REQBUFS): Device or resource busy",
    InputError,
    "camera-busy",
    /another program uses it$/,
  ],
  ["ioctl(VIDIOC_STREAMON): No space left on device", InputError, "camera-busy", /USB/],
  [
    "ioctl(VIDIOC_G_INPUT): Inappropriate ioctl for device",
    InputError,
    "camera-not-found",
    /no pictures/,
  ],
  ["Not a video capture device.", InputError, "camera-not-found", /no pictures/],
  [
    "ioctl(VIDIOC_S_PARM): Invalid argument",
    OptionError,
    "option-invalid",
    /it has no such size or rate$/,
  ],
  ["ioctl(VIDIOC_DQBUF): No such device", InputError, "camera-not-found", /no such camera$/],
  ["Unknown input format: 'v4l2'", EnvironmentError, "ffmpeg-incomplete", /built without/],
  // macOS
  ["Video device not found", InputError, "camera-not-found", /no such camera/],
  ["Invalid device index", InputError, "camera-not-found", /no such camera/],
  [
    "Failed to create AV capture input device: Cannot use FaceTime HD Camera (Built-in)",
    EnvironmentError,
    "permission-missing",
    /the system does not permit it$/,
  ],
  ["Could not lock device for configuration", InputError, "camera-busy", /another program/],
  // Windows
  [
    "Could not find video device with name [cam] among source devices of type video.",
    InputError,
    "camera-not-found",
    /no such camera/,
  ],
  [
    "Could not run graph (sometimes caused by a device already in use by other application)",
    InputError,
    "camera-busy",
    /another program uses it, or Windows does not permit it$/,
  ],
  ["Could not set video options", OptionError, "option-invalid", /no such size or rate$/],
  ["Something new", InputError, "ffmpeg-failed", /ffmpeg ended: Something new/],
] as const;

Deno.test("cameraError() has a code and a message for each refusal on each system", () => {
  for (const [said, Class, code, message] of cases) {
    const consequence = "Error opening input: Input/output error";
    const error = cameraError("cam", code === "ffmpeg-failed" ? [said] : [said, consequence]);
    assert.ok(error instanceof Class, said);
    assert.equal(error.code, code, said);
    assert.match(error.message, message, said);
    assert.match(error.message, /^Cannot open the camera cam: .*[^.]$/);
    if (code !== "permission-missing") continue;
    assert.equal((error as EnvironmentError).permission, "camera");
  }
});

Deno.test("cameraError() lists the camera's modes on macOS", () => {
  const error = cameraError("0", [
    "Selected pixel format (yuv420p) is not supported by the input device.",
    "Selected framerate (25.000000) is not supported by the device",
    "Supported modes:",
    "  1280x720@[1.000000 30.000000]fps",
    "  640x480@[30.000030 30.000030]fps",
    "  640x480@[30.000030 30.000030]fps",
  ]);
  assert.ok(error instanceof OptionError);
  assert.match(error.message, /no such size or rate, but 1280x720 at 1 to 30, 640x480 at 30$/);
});

Deno.test("cameraError() ignores the message about a replaced pixel format", () => {
  const said = ["Selected pixel format (yuv420p) is not supported by the input device."];
  assert.equal(cameraError("0", said).code, "ffmpeg-failed");
});

Deno.test("cameraError() has a message even if ffmpeg has none", () => {
  assert.equal(cameraError("cam", []).message, "Cannot open the camera cam: ffmpeg ended");
});
