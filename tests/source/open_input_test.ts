import { type EnvironmentError, InputError } from "../../src/errors.ts";
import { expandInput } from "../../src/source/expand_input.ts";
import { openInput } from "../../src/source/open_input.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { readFrames } from "../../src/source/read_frames.ts";
import { bytesOf, drain, streamOf } from "../support/streams.ts";
import assert from "node:assert/strict";

async function withTempDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await run(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function assertRefused(path: string, code: string, state: string): Promise<void> {
  const { items, error } = await drain(openInput(path));
  assert.equal(items.length, 0);
  assert.ok(error instanceof InputError, String(error));
  assert.equal(error.code, code);
  assert.ok(error.message.startsWith(`Cannot `) && error.message.includes(path), error.message);
  assert.ok(error.message.includes(state), error.message);
}

Deno.test("openInput() returns one frame for a picture, whatever its name", async () => {
  await withTempDirectory(async (directory) => {
    for (const name of ["photo.jpg", "photo.png", "photo", "photo.mp4"]) {
      await Deno.copyFile(fixture("grace_hopper.jpg"), `${directory}/${name}`);
      const { items, error } = await drain(openInput(`${directory}/${name}`));
      assert.equal(error, undefined);
      assert.deepEqual(items.map((f) => [f.width, f.height, f.index, f.time, f.source]), [
        [512, 600, 0, 0, `${directory}/${name}`],
      ]);
    }
  });
});

Deno.test("openInput() tells a still from a video by content, whatever its name", async () => {
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const file = (name: string) =>
    Deno.readFile(new URL(`../golden/image/pictures/${name}`, import.meta.url));
  const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i * 7 >> 5) % 251);
  const mpf = bytesOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe2, 0, 6), "MPF\0", jpeg.subarray(2));
  const stills = {
    "a.jpg": bytesOf(jpeg, await Deno.readFile(fixture("rocket.jpg"))), // A preview behind it.
    "b.mjpeg": bytesOf(mpf, jpeg),
    "c.jpg": bytesOf(jpeg, "\0\0\0\x18ftypmp42 a motion photo"),
    "film.jpg": bytesOf(
      jpeg,
      "\0\0\0\x18ftypmp42",
      new Uint8Array(1000),
      Uint8Array.of(0xff, 0xd8, 0xff),
      noise,
    ),
    "d.txt": jpeg,
    "e": await file("still.heic"),
    "f.mp4": await file("still.avif"),
    "g.jpg": await file("rgb.bmp"),
    "h.png": await file("pages.tiff"),
    "i.mp4": await file("still.gif"),
    "j": await file("lossy.webp"),
    "k": await file("binary.ppm"),
    "l": await file("arbitrary.pam"),
    "m.mjpeg": jpeg,
  };
  const videos = {
    "clip.jpg": bytesOf(jpeg, jpeg),
    "lines.png": bytesOf(jpeg, "\r\n", jpeg),
    "clip.heic": await Deno.readFile(fixture("webcam.mp4")),
    "pnm.ppm": bytesOf("P5 1 1 255\naP5 2 1 255\nab"),
  };
  await withTempDirectory(async (directory) => {
    for (const [files, still] of [[stills, true], [videos, false]] as const) {
      for (const [name, bytes] of Object.entries(files)) {
        const path = `${directory}/${name}`;
        await Deno.writeFile(path, bytes);
        const { items, error } = await drain(openInput(path, { to: 0.1 }));
        assert.equal(error, undefined, name);
        assert.equal(items[0]?.still, still, name);
        assert.equal(items.length === 1, still, name);
        const piped = await drain(readFrames(streamOf(bytes), { to: 0.1 }));
        if (name !== "clip.heic") assert.deepEqual(piped.items.length, items.length, name);
      }
    }
  });
});

ffmpegTest(
  "openInput() reads a picture from the web as it is, and a video with ffmpeg",
  async () => {
    const files: Record<string, string> = {
      "/photo": fixture("astronaut.heic"),
      "/clip.jpg": fixture("webcam.mp4"),
    };
    await using server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
      const path = files[new URL(request.url).pathname];
      return path === undefined
        ? new Response(null, { status: 404 })
        : new Response(await Deno.readFile(path));
    });
    const url = `http://user:secret@localhost:${server.addr.port}`;
    const photo = await drain(openInput(`${url}/photo`));
    const { data, still, source } = photo.items[0]!;
    const [local] = (await drain(openInput(fixture("astronaut.heic")))).items;
    assert.deepEqual([still, data.length, photo.items.length], [true, local!.data.length, 1]);
    assert.deepEqual(data, local!.data);
    assert.doesNotMatch(source, /secret/);
    const clip = await drain(openInput(`${url}/clip.jpg`, { to: 0.1 }));
    assert.deepEqual([clip.error, clip.items.map(({ still }) => still)], [undefined, [
      false,
      false,
      false,
    ]]);
    assert.match(String((await drain(openInput(`${url}/none`))).error), /404/);
  },
);

ffmpegTest("openInput() tells a still also if only ffmpeg reads it", async () => {
  await withTempDirectory(async (directory) => {
    for (
      const [name, codec] of [["a.tga", "targa"], ["b.jp2", "jpeg2000"], ["c", "pcx"]] as const
    ) {
      const path = `${directory}/${name}`;
      await ffmpeg(["-i", fixture("rocket.jpg"), "-c:v", codec, "-f", "image2pipe", path]);
      const { items, error } = await drain(openInput(path));
      assert.deepEqual([error, items.map(({ still }) => still)], [undefined, [true]], name);
    }
  });
});

ffmpegTest("openInput() reads an animated GIF as a video, whatever its name", async () => {
  await withTempDirectory(async (directory) => {
    await ffmpeg([
      "-i",
      fixture("webcam.mjpeg"),
      "-frames:v",
      "3",
      "-s",
      "64x48",
      `${directory}/a.gif`,
    ]);
    await Deno.rename(`${directory}/a.gif`, `${directory}/a.heic`);
    const { items, error } = await drain(openInput(`${directory}/a.heic`));
    assert.equal(error, undefined);
    assert.deepEqual(
      items.map(({ time, still }) => [time, still]),
      [0, 0.04, 0.08].map((t) => [t, false]),
    );
  });
});

Deno.test({
  name: "openInput() opens a named pipe once, and a folder leaves it out",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withTempDirectory(async (directory) => {
      const pipe = `${directory}/a.jpg`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      await Deno.copyFile(fixture("rocket.jpg"), `${directory}/b.jpg`);
      assert.deepEqual(await expandInput(directory), [`${directory}/b.jpg`]);
      const reading = drain(openInput(pipe));
      const args = ["-c", `cat '${fixture("webcam.mjpeg")}' > '${pipe}'`];
      await new Deno.Command("sh", { args }).output();
      const { items, error } = await reading;
      assert.deepEqual([items.length, items[0]!.index, error], [150, 0, undefined]);
    });
  },
});

ffmpegTest("openInput() takes a picture's name literally", async () => {
  await withTempDirectory(async (directory) => {
    await ffmpeg(["-i", fixture("rocket.jpg"), `${directory}/1.bmp`]);
    await Deno.rename(`${directory}/1.bmp`, `${directory}/n%03d.bmp`);
    const { items, error } = await drain(openInput(`${directory}/n%03d.bmp`));
    assert.deepEqual([items.length, error], [1, undefined]);
  });
});

Deno.test("openInput() reads the bundled clip without ffmpeg", async () => {
  const { items } = await drain(openInput(fixture("webcam.mjpeg")));
  assert.equal(items.length, 150);
  assert.deepEqual([items[149]!.width, items[149]!.height, items[149]!.time], [400, 300, 5.96]);
});

ffmpegTest("openInput() reads stream files itself and leaves videos to ffmpeg", async () => {
  await withTempDirectory(async (directory) => {
    const clip = ["-i", fixture("webcam.mp4"), "-frames:v", "3"];
    await ffmpeg([...clip, `${directory}/clip.y4m`]);
    await ffmpeg([...clip, "-f", "image2pipe", "-c:v", "ppm", `${directory}/clip.ppm`]);
    await ffmpeg([...clip, `${directory}/-odd: 100%d name?.mp4`]);
    await ffmpeg([...clip, `${directory}/clip.gif`]);
    await ffmpeg([...clip.slice(0, 2), "-frames:v", "1", `${directory}/still.webp`]);
    for (
      const [name, count, duration] of [
        ["clip.y4m", 3, undefined],
        ["clip.ppm", 3, undefined],
        ["-odd: 100%d name?.mp4", 3, 0.12],
        ["clip.gif", 3, 0.12],
        ["still.webp", 1, undefined],
      ] as const
    ) {
      const source = openInput(`${directory}/${name}`);
      assert.equal(source.durationS, undefined);
      const { items, error } = await drain(source);
      assert.equal(error, undefined, name);
      assert.equal(items.length, count, name);
      if (duration !== undefined) assert.equal(source.durationS, duration, name);
    }
  });
});

Deno.test("openInput() reads a file as raw video", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/clip.raw`;
    await Deno.writeFile(path, new Uint8Array(13).fill(80));
    const raw = { width: 2, height: 2, format: "rgb24" } as const;
    const { items, error } = await drain(openInput(path, { raw }));
    assert.deepEqual(items.map((f) => f.data.length), [12]);
    assert.ok(error instanceof InputError && error.code === "stream-truncated");
  });
});

Deno.test("openInput() says what is wrong with a file", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/text.jpg`, "This is no picture.\n");
    await Deno.writeTextFile(`${directory}/empty.png`, "");
    const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
    await Deno.writeFile(`${directory}/cut.jpg`, jpeg.subarray(0, 20_000));
    await assertRefused(`${directory}/text.jpg`, "format-unknown", "it is text, not a picture");
    await assertRefused(`${directory}/empty.png`, "input-empty", "it is empty");
    await assertRefused(`${directory}/cut.jpg`, "picture-invalid", "ends after 20000 bytes");
    await assertRefused(`${directory}/none.jpg`, "input-not-found", "no such file");
  });
});

Deno.test("openInput() opens nothing once the signal has fired", async () => {
  const signal = AbortSignal.abort("enough");
  for (const name of ["rocket.jpg", "webcam.mjpeg", "webcam.mp4"]) {
    const { items, error } = await drain(openInput(fixture(name), { signal }));
    assert.deepEqual([items.length, error], [0, "enough"]);
  }
});

Deno.test("openInput() names the permission to read", {
  permissions: { read: false },
}, async () => {
  const { error } = await drain(openInput("photo.jpg"));
  assert.match(String(error), /^EnvironmentError: Cannot read photo.jpg: .* not permitted/);
  assert.equal((error as EnvironmentError).permission, "read");
  await assert.rejects(() => expandInput("*.jpg"), { code: "permission-missing" });
  await assert.rejects(() => expandInput("photo.jpg"), { code: "permission-missing" });
});
