// Makes the pictures of the documents, from what is in fixtures/: deno run -A build/pictures.ts
// It needs ffmpeg.
import { decodeImage, Recognizer } from "../mod.ts";
import { Overlay } from "../output.ts";
import { openInput } from "../video.ts";
import type { Frame } from "../src/image/frame.ts";
import { encodePicture } from "../src/sink/encode_picture.ts";
import { ffmpeg, fixture } from "../tests/support/ffmpeg.ts";
import { paste, plain, view } from "../tests/support/view.ts";

const folder = new URL("../docs/pictures/", import.meta.url).pathname;

await drawFaces();

/** Annotated pictures of 1, 12 and 30 faces. */
async function drawFaces(): Promise<void> {
  using recognizer = await Recognizer.load();
  const portraits = await readPortraits();
  const pictures = {
    "faces-1": await read("astronaut.png"),
    "faces-12": tile(portraits, 4, 3, 320),
    "faces-30": tile(portraits, 10, 3, 128),
  };
  for (const [name, picture] of Object.entries(pictures)) {
    const overlay = await Overlay.load();
    const drawn = overlay.draw(picture, await recognizer.recognize(picture));
    await writeWebp(name, await encodePicture(drawn, "png"));
  }
}

async function read(name: string): Promise<Frame> {
  return await decodeImage(await Deno.readFile(fixture(name)));
}

async function writeWebp(name: string, png: Uint8Array): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".png" });
  await Deno.writeFile(file, png);
  await ffmpeg(["-i", file, "-c:v", "libwebp", "-quality", "75", `${folder}${name}.webp`]);
  await Deno.remove(file);
}

/** A picture, and where its face is in pixels. */
interface Portrait {
  frame: Frame;
  centre: [x: number, y: number];
  side: number;
}

async function readPortraits(): Promise<Portrait[]> {
  const portraits: Portrait[] = [
    { frame: await read("astronaut.png"), centre: [224, 130], side: 110 },
    { frame: await read("grace_hopper.jpg"), centre: [262, 205], side: 170 },
  ];
  const moments = [20, 45, 200, 330, 410, 470, 560, 640, 700, 740];
  for await (const frame of openInput(fixture("webcam.mp4"))) {
    if (!moments.includes(frame.index)) continue;
    const copy = { ...frame, data: frame.data.slice() };
    portraits.push({ frame: copy, centre: [205, 190], side: 110 });
  }
  return portraits;
}

/** Cuts out heads of different sizes and lays them side by side. */
function tile(portraits: Portrait[], columns: number, rows: number, size: number): Frame {
  const picture = { ...plain(columns * size, rows * size, 90), still: true };
  for (let i = 0; i < columns * rows; i++) {
    const column = i % columns, row = Math.floor(i / columns);
    const { frame, centre: [x, y], side } = portraits[(i * 5 + row * 3) % portraits.length]!;
    const around = side * (1.9 + 0.5 * ((i * 7) % 5) / 4), scale = around / size;
    const toFrame = [scale, 0, x - around / 2, 0, scale, y - around / 2] as const;
    paste(view(frame, toFrame, size, size), picture, column * size, row * size);
  }
  return picture;
}
