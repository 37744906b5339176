import { EnvironmentError } from "../../../src/errors.ts";
import { cameraSystem, listV4lCameras } from "../../../src/source/camera/list_cameras.ts";
import assert from "node:assert/strict";

Deno.test("listV4lCameras() lists by number, with the kernel's names, without metadata", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/dev/video`, { recursive: true });
    for (const name of ["video10", "video0", "video1", "video2", "videos", "null"]) {
      await Deno.writeTextFile(`${root}/dev/${name}`, "");
    }
    const about = {
      video0: ["0", "HD Webcam"],
      video1: ["1", "HD Webcam"],
      video10: ["0", "Cam 2"],
    };
    for (const [node, [index, name]] of Object.entries(about)) {
      await Deno.mkdir(`${root}/sys/${node}`, { recursive: true });
      await Deno.writeTextFile(`${root}/sys/${node}/index`, `${index}\n`);
      await Deno.writeTextFile(`${root}/sys/${node}/name`, `${name}\n`);
    }
    assert.deepEqual(await listV4lCameras(`${root}/dev`, `${root}/sys`), [
      { device: `${root}/dev/video0`, name: "HD Webcam" },
      { device: `${root}/dev/video2`, name: `${root}/dev/video2` },
      { device: `${root}/dev/video10`, name: "Cam 2" },
    ]);
    assert.deepEqual(await listV4lCameras(root, root), []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("listV4lCameras() says which folder it cannot read", async () => {
  await assert.rejects(listV4lCameras("/no/such/folder", "/"), (error) => {
    assert.ok(error instanceof EnvironmentError && error.code === "input-unreadable");
    assert.match(error.message, /^Cannot list cameras: .*\/no\/such\/folder/);
    return true;
  });
});

Deno.test("cameraSystem() refuses unsupported systems", () => {
  assert.equal(cameraSystem("darwin"), "darwin");
  assert.throws(() => cameraSystem("freebsd"), {
    code: "system-unsupported",
    message: /on freebsd: only Linux, macOS and Windows/,
  });
});
