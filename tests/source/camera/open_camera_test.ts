import { InputError, OptionError } from "../../../src/errors.ts";
import { openCamera } from "../../../src/source/camera/open_camera.ts";
import { ffmpegTest } from "../../support/ffmpeg.ts";
import { childrenOf } from "../../support/processes.ts";
import { drain } from "../../support/streams.ts";
import assert from "node:assert/strict";

ffmpegTest("openCamera() says that there is no such camera", async () => {
  const system = { linux: { device: "/dev/video999" }, darwin: { device: "No camera" } }[
    Deno.build.os as string
  ] ?? { device: "No camera" };
  const { items, error } = await drain(openCamera(system));
  assert.equal(items.length, 0);
  assert.ok(error instanceof InputError, String(error));
  assert.equal(error.code, "camera-not-found");
  assert.match(error.message, /there is no such camera$/);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest(
  "openCamera() reports devices that are not cameras, and what ffmpeg cannot open",
  async () => {
    if (Deno.build.os !== "linux") return;
    const { error } = await drain(openCamera({ device: "/dev/null" }));
    assert.match(String(error), /gives no pictures/);
    const other = await drain(openCamera({ system: "darwin" }));
    assert.match(String(other.error), /built without camera support/);
  },
);

Deno.test("openCamera() refuses options before it opens anything", () => {
  for (
    const options of [{ fps: 0 }, { size: { width: 0, height: 9 } }, { device: "" }, { stallMs: 0 }]
  ) {
    assert.throws(() => openCamera(options), OptionError, JSON.stringify(options));
  }
});
