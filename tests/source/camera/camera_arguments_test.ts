import { OptionError } from "../../../src/errors.ts";
import { cameraArguments } from "../../../src/source/camera/camera_arguments.ts";
import assert from "node:assert/strict";

const size = { width: 1280, height: 720 };

Deno.test("cameraArguments() asks each system's framework in its own way", () => {
  const cases = [
    ["linux", "/dev/video2", {}, "-f v4l2 -framerate 30 -video_size 640x480 -i /dev/video2"],
    [
      "linux",
      "/dev/video0",
      { fps: 7.5, size },
      "-f v4l2 -framerate 7.5 -video_size 1280x720 -i /dev/video0",
    ],
    ["darwin", "default", {}, "-f avfoundation -framerate 30 -i default:none"],
    [
      "darwin",
      "1",
      { fps: 60, size },
      "-f avfoundation -framerate 60 -video_size 1280x720 -i 1:none",
    ],
    ["windows", "USB Camera", {}, "-f dshow -i video=USB Camera"],
    ["windows", "HD", { fps: 15, size }, "-f dshow -framerate 15 -video_size 1280x720 -i video=HD"],
  ] as const;
  for (const [system, device, mode, expected] of cases) {
    assert.equal(cameraArguments(system, device, mode).join(" "), `-fflags nobuffer ${expected}`);
  }
});

Deno.test("cameraArguments() keeps a name with spaces and quotes in one argument", () => {
  assert.equal(cameraArguments("windows", `Bob's "HD" cam`).at(-1), `video=Bob's "HD" cam`);
});

Deno.test("cameraArguments() refuses impossible modes", () => {
  for (const fps of [0, -1, NaN, Infinity, 1001]) {
    assert.throws(() => cameraArguments("linux", "x", { fps }), OptionError, String(fps));
  }
  for (
    const bad of [{ width: 0, height: 1 }, { width: 1.5, height: 1 }, { width: 1, height: NaN }]
  ) {
    assert.throws(() => cameraArguments("linux", "x", { size: bad }), OptionError);
  }
  assert.throws(() => cameraArguments("linux", " "), OptionError);
});
