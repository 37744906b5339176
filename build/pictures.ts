// Makes the pictures of the documents, from what is in fixtures/: deno run -A build/pictures.ts
// It needs ffmpeg and Chromium, and prints the figures of docs/page.md.
import { decodeImage, recognizeFrames, Recognizer } from "../mod.ts";
import { Overlay, Timeline } from "../output.ts";
import { openInput } from "../video.ts";
import type { Frame } from "../src/image/frame.ts";
import { encodePicture } from "../src/sink/encode_picture.ts";
import { Browser } from "../tests/support/browser.ts";
import { ffmpeg, fixture } from "../tests/support/ffmpeg.ts";
import { click, fakeCamera, goTo, label } from "../tests/support/page_view.ts";
import { Service } from "../tests/support/service.ts";
import { paste, plain, view } from "../tests/support/view.ts";

const pictures = new URL("../docs/pictures/", import.meta.url).pathname;

/** Annotated pictures of 1, 12 and 30 faces. */
async function drawFaces(): Promise<void> {
  using recognizer = await Recognizer.load();
  const portraits = await readPortraits();
  const scenes = {
    "faces-1": await read("astronaut.png"),
    "faces-12": tile(portraits, 4, 3, 320),
    "faces-30": tile(portraits, 10, 3, 128),
  };
  for (const [name, picture] of Object.entries(scenes)) {
    const overlay = await Overlay.load();
    const drawn = overlay.draw(picture, await recognizer.recognize(picture));
    await writeWebp(name, await encodePicture(drawn, "png"));
  }
}

/** The timeline of a video of two faces, on a desktop and on a phone. */
async function showTimeline(): Promise<void> {
  const folder = await Deno.makeTempDir(), video = `${folder}/two.mp4`;
  const filter = "split[a][b];[b]hflip[c];[a][c]hstack";
  await ffmpeg(["-i", fixture("webcam.mp4"), "-vf", filter, video]);
  {
    using recognizer = await Recognizer.load();
    await using timeline = await Timeline.open(`${folder}/two.html`);
    for await (
      const { record, frame } of recognizeFrames(recognizer, openInput(video, { fps: 10 }))
    ) {
      timeline.write(record, frame);
    }
  }
  await using browser = await Browser.start({ width: 1000, height: 900 });
  await browser.open(`file://${folder}/two.html`);
  await browser.until(`!document.querySelector("video").hidden`);
  await browser.evaluate("seek(16.4)");
  await browser.until("video.currentTime > 16.4");
  await browser.evaluate("video.pause()");
  await shoot(browser, "timeline");
  await browser.prefer({ "prefers-color-scheme": "dark" });
  await browser.send("Emulation.setDeviceMetricsOverride", phone);
  await browser.evaluate("zoom(0.4, 17)");
  await browser.until("!isDue");
  await shoot(browser, "timeline-phone");
  await Deno.remove(folder, { recursive: true });
}

const phone = { width: 390, height: 844, deviceScaleFactor: 2, mobile: true };

/** The page with a crowd, and on a phone with a camera in dark colours. */
async function showPage(): Promise<void> {
  const video = await Deno.makeTempFile({ suffix: ".y4m" });
  await ffmpeg([
    "-ss",
    "14",
    "-t",
    "8",
    "-i",
    fixture("webcam.mp4"),
    "-pix_fmt",
    "yuv420p",
    "-y",
    video,
  ]);
  await using service = new Service();
  const args = [...fakeCamera, `--use-file-for-fake-video-capture=${video}`];
  await using browser = await Browser.start({ args, height: 720 });
  await goTo(browser, service);
  // deno-lint-ignore no-console -- figures for people
  console.log(await browser.evaluate(pageFigures));
  await browser.evaluate(click("#sample"));
  await browser.until(`/^#1 happy/.test(${label})`);
  await shoot(browser, "page");
  await browser.evaluate(click("#start"));
  await browser.until(`/^#1/.test(${label})`, 60_000);
  await film(browser, "page-moving");
  await browser.prefer({ "prefers-color-scheme": "dark" });
  await browser.send("Emulation.setDeviceMetricsOverride", phone);
  await browser.until(`/surprise/.test(${label})`, 60_000);
  await shoot(browser, "page-phone");
  await Deno.remove(video);
}

/** Files, bytes and the time until the first paint. */
const pageFigures = `(() => {
  const files = [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")];
  const bytes = files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  const [{ startTime }] = performance.getEntriesByName("first-contentful-paint");
  return files.length + " files, " + bytes + " bytes, first paint after " + startTime + " ms";
})()`;

/** Films the page for some seconds, as an animated picture that repeats. */
async function film(browser: Browser, name: string): Promise<void> {
  const folder = await Deno.makeTempDir(), frames = 56, fps = 8;
  const startedAt = performance.now();
  for (let i = 0; i < frames; i++) {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, startedAt + i * 1000 / fps - performance.now()))
    );
    await browser.screenshot(`${folder}/${String(i).padStart(3, "0")}.png`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const input = ["-y", "-framerate", String(frames / seconds), "-i", `${folder}/%03d.png`];
  const output = ["-vf", "scale=880:-1", "-c:v", "libwebp_anim", "-quality", "82", "-loop", "0"];
  await ffmpeg([...input, ...output, `${pictures}${name}.webp`]);
  await Deno.remove(folder, { recursive: true });
}

async function shoot(browser: Browser, name: string): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".png" });
  await browser.screenshot(file);
  await writeWebp(name, await Deno.readFile(file));
  await Deno.remove(file);
}

async function read(name: string): Promise<Frame> {
  return await decodeImage(await Deno.readFile(fixture(name)));
}

async function writeWebp(name: string, png: Uint8Array): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".png" });
  await Deno.writeFile(file, png);
  await ffmpeg(["-y", "-i", file, "-c:v", "libwebp", "-quality", "75", `${pictures}${name}.webp`]);
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

await drawFaces();
await showTimeline();
await showPage();
