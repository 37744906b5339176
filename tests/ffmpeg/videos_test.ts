import assert from "node:assert/strict";
import type { Frame } from "../../src/image/frame.ts";
import { sampleLuma } from "../../src/image/sample_luma.ts";
import { Recognizer } from "../../src/recognizer.ts";
import { openInput } from "../../src/source/open_input.ts";
import { readFrames } from "../../src/source/read_frames.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { drain } from "../support/streams.ts";
import { makeVideo, videos } from "../support/videos.ts";

/** How many frames a video has, and when they are shown, according to ffprobe. */
async function probeFrames(path: string): Promise<{ count: number; times: number[] }> {
  const { stdout } = await new Deno.Command("ffprobe", {
    args: [
      ...["-v", "error", "-select_streams", "V:0", "-count_frames", "-of", "json", "-show_entries"],
      "format=start_time:stream=nb_read_frames:packet=pts_time,flags:frame=best_effort_timestamp_time",
      path,
    ],
    stderr: "null",
  }).output();
  const { format, streams, packets_and_frames: items } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const count = Number(streams[0].nb_read_frames);
  type Item = {
    type: string;
    pts_time?: string;
    flags: string;
    best_effort_timestamp_time?: string;
  };
  const packets = (items as Item[])
    .filter(({ type, flags }) => type === "packet" && !flags.includes("D"))
    .map(({ pts_time }) => Number(pts_time)).sort((a, b) => a - b);
  const frames = (items as Item[]).filter(({ type }) => type === "frame")
    .map(({ best_effort_timestamp_time: time }) => Number(time));
  // Where packets have no time, or are not all shown, the decoder tells it.
  const areAll = packets.length === count && packets.every((time) => !isNaN(time));
  const times = (areAll ? packets : frames).map((time) => time - (Number(format.start_time) || 0));
  return { count, times };
}

/** Reads one of the videos, and says what is wrong. */
async function check(folder: string, name: string): Promise<{ frames: Frame[]; faults: string[] }> {
  const path = await makeVideo(folder, name);
  const reading = videos[name]!.isPiped
    ? readFrames((await Deno.open(path)).readable)
    : openInput(path);
  const [{ items: frames, error }, { count, times }] = await Promise.all([
    drain(reading),
    probeFrames(path),
  ]);
  const faults: string[] = [];
  if (error !== undefined) faults.push(`${name}: ${error}`);
  if (frames.length !== count || count < 5) {
    faults.push(`${name}: ${frames.length} of ${count} frames`);
  }
  for (const [i, { index, time }] of frames.entries()) {
    if (index !== i || Math.abs(time - times[i]!) > 0.00101) {
      faults.push(`${name}: frame ${index} at ${time} is ${i} at ${times[i]}`);
    }
  }
  return { frames, faults };
}

/** Does something with each item, two at a time. */
async function inPairs<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const work = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all([work(), work()]);
}

Deno.test("docs/inputs.md lists every kind of video that is tested", async () => {
  const text = await Deno.readTextFile(new URL("../../docs/inputs.md", import.meta.url));
  const listed = [...text.matchAll(/^\|.*\| `([\w.]+)` +\|$/gm)].map(([, name]) => name!);
  assert.deepEqual(listed.filter((name) => name in videos).sort(), Object.keys(videos).sort());
});

/** Passes a first piece of so many bytes on, and then the others. */
function inPieces(
  first: number,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let isFirst = true;
  return new TransformStream({
    transform(bytes, controller) {
      if (isFirst) controller.enqueue(bytes.slice(0, first));
      controller.enqueue(isFirst ? bytes.slice(first) : bytes);
      isFirst = false;
    },
  });
}

ffmpegTest("openInput() and readFrames() map HDR video to standard range", async () => {
  const folder = await Deno.makeTempDir();
  const brightness = async (frames: AsyncIterable<Frame>): Promise<number> => {
    const { items: [frame] } = await drain(frames);
    const samples = sampleLuma(frame!, [1, 0, 150, 0, 1, 140], 100, 100);
    return samples.reduce((sum, value) => sum + value, 0) / samples.length;
  };
  const expected = await brightness(openInput(fixture("webcam.mp4"), { to: 0.04 }));
  for (const name of ["ten.mp4", "pq.mp4", "hlg.webm"]) {
    const path = await makeVideo(folder, name);
    const pipe = await ffmpeg(["-i", path, "-c", "copy", "-f", "matroska", "-"]);
    const pieces = new Blob([pipe]).stream().pipeThrough(inPieces(500));
    for (const frames of [openInput(path), readFrames(pieces)]) {
      const found = await brightness(frames);
      assert.ok(Math.abs(found - expected) < 0.01, `${name}: ${found} for ${expected}`);
    }
  }
  await Deno.remove(folder, { recursive: true });
});

ffmpegTest(
  "openInput() reads the frames of every kind of video, once and at their times",
  async (t) => {
    const folder = await Deno.makeTempDir();
    const read = new Map<string, Frame[]>();
    const faults: string[] = [];
    await inPairs(Object.keys(videos), async (name) => {
      const checked = await check(folder, name);
      faults.push(...checked.faults);
      if (videos[name]!.differs === undefined) read.set(name, checked.frames);
    });
    await Deno.remove(folder, { recursive: true });
    assert.deepEqual(faults, []);

    await t.step("and sees in them what is in pictures", async () => {
      using recognizer = await Recognizer.load({ maxFaces: 1, detect: "fast" });
      const args = [
        "-i",
        fixture("webcam.mp4"),
        "-frames:v",
        "12",
        "-f",
        "image2pipe",
        "-c:v",
        "png",
      ];
      const pictures = new Blob([await ffmpeg([...args, "-"])]).stream();
      const { items } = await drain(readFrames(pictures));
      const wrong: string[] = [];
      for (const index of [0, 8]) {
        const { faces: [expected] } = await recognizer.recognize(items[index]!);
        for (const [name, frames] of read) {
          const { faces: [face] } = await recognizer.recognize(frames[index]!);
          const off = face!.probabilities[expected!.emotion]! - expected!.confidence;
          if (Math.abs(off) > 0.025) wrong.push(`${name}: frame ${index} is off by ${off}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  },
);
