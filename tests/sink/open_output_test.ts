import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeImage } from "../../src/image/decode_image.ts";
import { createFrame, type Frame } from "../../src/image/frame.ts";
import { openOutput } from "../../src/sink/open_output.ts";
import { ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { record } from "../support/records.ts";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

function picture(source: string, place: Partial<Frame> = {}): Frame {
  const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48), { source, still: true });
  return { ...frame, ...place };
}

async function write(path: string, frames: Frame[], inputs: string[] = []): Promise<void> {
  await using output = await openOutput(path, { inputs });
  for (const frame of frames) {
    await output.write(record(frame, [{ box: { x: 5, y: 20, width: 20, height: 20 } }]), frame);
  }
}

Deno.test("openOutput() writes a picture as large as its source, with the faces drawn", async () => {
  await inFolder(async (folder) => {
    const source = fixture("astronaut.png");
    const frame = await decodeImage(await Deno.readFile(source), { source });
    for (const name of ["a.png", "a.JPG", "a.jpeg"]) {
      await write(join(folder, name), [frame], [source]);
      const bytes = await Deno.readFile(join(folder, name));
      assert.equal(bytes[0], name === "a.png" ? 0x89 : 0xff);
      const { width, height, data } = await decodeImage(bytes);
      assert.deepEqual([width, height], [frame.width, frame.height]);
      const changed = data.filter((value, i) => Math.abs(value - frame.data[i]!) > 60).length;
      assert.ok(changed > 300 && changed < data.length / 20, `${name}: ${changed}`);
    }
    assert.deepEqual(await names(folder), ["a.JPG", "a.jpeg", "a.png"]);
  });
});

Deno.test("openOutput() refuses a picture file for several inputs or a video", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.png");
    await assert.rejects(
      () => write(path, [picture("a.jpg"), picture("b.jpg")]),
      { code: "option-invalid", message: /b\.jpg is another picture, end the output with \// },
    );
    await assert.rejects(
      () => write(path, [picture("-", { still: false }), picture("-", { still: false })]),
      { code: "option-invalid", message: /several frames, name the output \.mp4/ },
    );
  });
});

Deno.test("openOutput() refuses names that tell no format, and several inputs for one file", async () => {
  for (const path of ["out", "out.txt", "out.avi", "folder.png/out", ".mp5"]) {
    await assert.rejects(() => openOutput(path), {
      code: "option-invalid",
      message: /^Cannot write .*: name it \.mp4, /,
    });
  }
  await assert.rejects(() => openOutput("a.mp4", { inputs: ["a.mov", "b.mov"] }), {
    code: "option-invalid",
    message: "Cannot write 2 inputs to a.mp4: end it with / for a folder",
  });
});

Deno.test("openOutput() leaves no file where nothing came, and an input as it is", async () => {
  await inFolder(async (folder) => {
    await write(join(folder, "a.png"), []);
    assert.deepEqual(await names(folder), []);
    const input = join(folder, "in.png");
    await Deno.copyFile(fixture("astronaut.png"), input);
    const { size } = await Deno.stat(input);
    await assert.rejects(() => write(input, [picture(input)], [input]), /it is an input/);
    await assert.rejects(() => write(`${folder}/`, [picture(input)], [input]), /it is an input/);
    assert.equal((await Deno.stat(input)).size, size);
    await assert.rejects(() => write(join(input, "out/"), []), { code: "output-unwritable" });
  });
});

ffmpegTest("openOutput() writes one file per source into a folder", async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, "new", "annotated/");
    const video = (source: string, index: number): Frame =>
      picture(source, { still: false, index, time: index / 10 });
    await write(folder, [
      picture("x/one.jpg"),
      picture("y/one.jpg"),
      picture("y/two.gif"),
      video("clip.mkv", 0),
      video("clip.mkv", 1),
      video("https://host/a/live.webm?key=1/2", 0),
      video("-", 0),
    ]);
    assert.deepEqual(
      await names(folder),
      ["clip.mp4", "live.webm", "one-2.jpg", "one.jpg", "output.mp4", "two.png"],
    );
    for await (const { name } of Deno.readDir(folder)) {
      assert.ok((await Deno.stat(join(folder, name))).size > 200, name);
    }
  });
});
