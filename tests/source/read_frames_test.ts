import { InputError, OptionError } from "../../src/errors.ts";
import { createFrame, frameBytes, pixelFormats } from "../../src/image/frame.ts";
import { JpegWalker } from "../../src/image/codecs/jpeg_walker.ts";
import { readFrames } from "../../src/source/read_frames.ts";
import { sampleLuma } from "../../src/image/sample_luma.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { childrenOf } from "../support/processes.ts";
import { bytesOf, drain, stalledStream, streamOf } from "../support/streams.ts";
import { maxDifference, meanDifference } from "../support/compare.ts";
import animations from "../golden/image/animation.json" with { type: "json" };
import assert from "node:assert/strict";

const clip = ["-i", fixture("webcam.mp4")];
const short = [...clip, "-frames:v", "5"];

function isInputError(code: string, ...parts: string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.equal(error.code, code);
    for (const part of parts) assert.ok(error.message.includes(part), error.message);
    return true;
  };
}

ffmpegTest("readFrames() reads the same frames from every format that ffmpeg pipes", async () => {
  const raw = await ffmpeg([...short, "-f", "rawvideo", "-pix_fmt", "gray", "-"]);
  const size = frameBytes("gray", 400, 300);
  const sws = ["-sws_flags", "accurate_rnd+full_chroma_int"];
  const formats: Record<string, string[]> = {
    "yuv420p": ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p"],
    "yuv422p": ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv422p"],
    "yuv444p": ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv444p"],
    "yuvj420p": ["-f", "yuv4mpegpipe", "-pix_fmt", "yuvj420p"],
    "gray y4m": ["-f", "yuv4mpegpipe", "-pix_fmt", "gray"],
    "ppm": ["-f", "image2pipe", "-c:v", "ppm"],
    "pgm": ["-f", "image2pipe", "-c:v", "pgm"],
    "16-bit ppm": ["-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb48be"],
    "png": ["-f", "image2pipe", "-c:v", "png"],
    "16-bit png": ["-f", "image2pipe", "-c:v", "png", "-pix_fmt", "rgb48be"],
    "mjpeg": ["-f", "mjpeg", "-q:v", "2"],
  };
  for (const [name, args] of Object.entries(formats)) {
    const stream = streamOf(await ffmpeg([...short, ...sws, ...args, "-"]), 10007);
    const { items: frames, error } = await drain(readFrames(stream));
    assert.equal(error, undefined);
    assert.deepEqual(frames.map((f) => [f.width, f.height, f.index, f.time, f.source]), [
      [400, 300, 0, 0, "-"],
      [400, 300, 1, 0.04, "-"],
      [400, 300, 2, 0.08, "-"],
      [400, 300, 3, 0.12, "-"],
      [400, 300, 4, 0.16, "-"],
    ], name);
    for (const frame of frames) {
      const data = raw.subarray(frame.index * size, (frame.index + 1) * size);
      const expected = sampleLuma(createFrame("gray", 400, 300, data), [4, 0, 0, 0, 4, 0], 100, 75);
      const luma = sampleLuma(frame, [4, 0, 0, 0, 4, 0], 100, 75);
      const [worst, mean] = [maxDifference(luma, expected), meanDifference(luma, expected)];
      assert.ok(worst < 4 / 255 && mean < 1 / 255, `${name}: worst ${worst}, mean ${mean}`);
    }
  }
});

ffmpegTest("readFrames() reads raw video of a given layout", async () => {
  for (const format of pixelFormats) {
    const bytes = await ffmpeg([...short, "-f", "rawvideo", "-pix_fmt", format, "-"]);
    const raw = { width: 400, height: 300, format };
    const { items: frames } = await drain(readFrames(streamOf(bytes), { raw }));
    assert.equal(frames.length, 5);
    const size = frameBytes(format, 400, 300);
    assert.deepEqual(frames[4]!.data, bytes.subarray(4 * size));
    const cut = bytes.slice(0, 2 * size - 1);
    const { items, error } = await drain(readFrames(streamOf(cut), { raw, source: "camera" }));
    assert.equal(items.length, 1);
    isInputError("stream-truncated", "frame 1 of camera", `${size} bytes`, `${size - 1}`)(error);
  }
});

ffmpegTest("readFrames() hands an unknown stream to ffmpeg", async () => {
  const matroska = await ffmpeg([...short, "-c:v", "ffv1", "-f", "matroska", "-"]);
  const { items: frames, error } = await drain(readFrames(streamOf(matroska)));
  assert.equal(error, undefined);
  assert.deepEqual(frames.map((f) => f.time), [0, 0.04, 0.08, 0.12, 0.16]);
});

ffmpegTest("readFrames() stops ffmpeg and its input when the consumer stops", async () => {
  const matroska = await ffmpeg([...clip, "-t", "4", "-c:v", "ffv1", "-f", "matroska", "-"]);
  const { stream, cancelled } = stalledStream(matroska);
  for await (const frame of readFrames(stream)) {
    if (frame.index === 3) break;
  }
  assert.ok(cancelled());
});

ffmpegTest("readFrames() ends a wait for ffmpeg when the signal fires", async () => {
  const matroska = await ffmpeg([...clip, "-t", "4", "-c:v", "ffv1", "-f", "matroska", "-"]);
  const { stream, cancelled } = stalledStream(matroska.slice(0, matroska.length / 2));
  const { items, error } = await drain(readFrames(stream, { signal: AbortSignal.timeout(1500) }));
  assert.ok(items.length > 30 && items.length < 60);
  assert.ok(error instanceof DOMException && error.name === "TimeoutError");
  assert.ok(cancelled());
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

Deno.test("readFrames() samples by time and keeps the index in the source", async () => {
  const picture = bytesOf("P5 1 1 255\n", new Uint8Array([7]));
  const pictures = bytesOf(...Array.from({ length: 100 }, () => picture));
  const places = async (options: { fps?: number; from?: number; to?: number }) =>
    (await drain(readFrames(streamOf(pictures), options))).items.map((f) => [f.index, f.time]);
  assert.deepEqual(await places({ fps: 1 }), [[0, 0], [25, 1], [50, 2], [75, 3]]);
  assert.deepEqual(await places({ from: 0.48, to: 0.56 }), [[12, 0.48], [13, 0.52]]);
  assert.deepEqual(await places({ fps: 10, from: 3, to: 3.3 }), [[75, 3], [78, 3.12], [80, 3.2]]);
  assert.equal((await places({ fps: 1000 })).length, 100);
  assert.deepEqual(await places({ from: 5 }), []);
});

Deno.test("readFrames() refuses sampling out of range", async () => {
  for (const options of [{ fps: 0 }, { fps: NaN }, { from: -1 }, { from: 2, to: 2 }]) {
    const { stream, cancelled } = stalledStream(bytesOf("P5 1 1 255\n"));
    const { error } = await drain(readFrames(stream, options));
    assert.ok(error instanceof OptionError);
    assert.ok(cancelled());
  }
});

Deno.test("readFrames() refuses an empty stream and text", async () => {
  const empty = await drain(readFrames(streamOf(new Uint8Array(0))));
  isInputError("input-empty", "Cannot read -")(empty.error);
  const text = await drain(readFrames(streamOf(bytesOf("Once upon a time\n"))));
  isInputError("format-unknown", "text")(text.error);
});

Deno.test("readFrames() refuses a frame of 100000x100000 by its header", async () => {
  const headers = ["YUV4MPEG2 W100000 H100000 F25:1\nFRAME\n", "P6 100000 100000 255\n"];
  for (const header of headers) {
    const { stream, cancelled } = stalledStream(bytesOf(header.padEnd(600, "x")));
    const { error } = await drain(readFrames(stream));
    isInputError("picture-too-large", "100000x100000", "64000000")(error);
    assert.ok(cancelled());
  }
  const raw = { width: 100000, height: 100000, format: "rgb24" } as const;
  const { error } = await drain(readFrames(streamOf(bytesOf("x")), { raw }));
  isInputError("picture-too-large", "100000x100000")(error);
});

Deno.test("readFrames() gives up on a header that does not end", async () => {
  for (const start of ["YUV4MPEG2 W10 H10 X", "P6\n#"]) {
    const { stream, cancelled } = stalledStream(bytesOf(start, new Uint8Array(100_000).fill(65)));
    const { error } = await drain(readFrames(stream));
    isInputError("stream-invalid", "Cannot read")(error);
    assert.ok(cancelled());
  }
});

Deno.test("readFrames() yields the frames before a cut, then says what is missing", async () => {
  const y4m = bytesOf("YUV4MPEG2 W4 H2 Cmono\nFRAME\n", new Uint8Array(8), "FRAME\n12345");
  const cut = await drain(readFrames(streamOf(y4m, 3)));
  assert.equal(cut.items.length, 1);
  isInputError("stream-truncated", "frame 1 of -", "8 bytes", "after 5")(cut.error);

  const pnm = await drain(readFrames(streamOf(bytesOf("P5 2 1 255\nabP5 2 1 255\na"), 2)));
  assert.equal(pnm.items.length, 1);
  isInputError("stream-truncated", "frame 1 of -", "13 bytes", "after 12")(pnm.error);

  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const two = await drain(readFrames(streamOf(bytesOf(jpeg, jpeg.subarray(0, 9999)))));
  assert.equal(two.items.length, 1);
  isInputError("stream-invalid", "frame 1 of -", "ends after 9999 bytes")(two.error);

  const png = await Deno.readFile(fixture("astronaut.png"));
  const half = await drain(readFrames(streamOf(png.slice(0, -5))));
  isInputError("picture-invalid", "Cannot decode -", "within the picture")(half.error);
});

Deno.test("readFrames() reports another format within a stream", async () => {
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const mixed = await drain(readFrames(streamOf(bytesOf(jpeg, jpeg, "\0\0P5 1 1 255\na"))));
  assert.equal(mixed.items.length, 2);
  isInputError("stream-invalid", "frame 2 of -", "no JPEG")(mixed.error);

  const y4m = bytesOf("YUV4MPEG2 W1 H1 Cmono\nFRAME\nxFRAMED\n");
  isInputError("stream-invalid", "frame 1 of -", "FRAME")(
    (await drain(readFrames(streamOf(y4m)))).error,
  );
});

const animationBytes = (name: string) =>
  Deno.readFile(new URL(`../golden/image/pictures/${name}`, import.meta.url));

for (const [name, { durations, rgba }] of Object.entries(animations)) {
  Deno.test(`readFrames() decodes ${name} as Pillow does, each frame at its time`, async () => {
    const { items, error } = await drain(readFrames(streamOf(await animationBytes(name), 7)));
    assert.equal(error, undefined);
    let time = 0;
    for (const [i, frame] of items.entries()) {
      assert.equal(Math.round(frame.time * 1000), time);
      // Pillow blends with whole numbers.
      assert(maxDifference(frame.data, rgba[i]!) <= 1, `frame ${i}`);
      time += durations[i]!;
    }
    assert.equal(items.length, rgba.length);
  });
}

Deno.test("readFrames() takes a part of an animated WebP, and the frames before a damaged one", async () => {
  const bytes = await animationBytes("animated.webp");
  const sampled = await drain(readFrames(streamOf(bytes), { from: 0.1, to: 0.2 }));
  assert.deepEqual(sampled.items.map(({ index, still }) => [index, still]), [[1, false], [
    2,
    false,
  ]]);
  const at = bytes.length - 12; // Within the last frame.
  const damaged = await drain(readFrames(streamOf(bytes.fill(0xff, at))));
  isInputError("picture-invalid", "Cannot decode frame 3 of -: ")(damaged.error);
  assert.equal(damaged.items.length, 3);
});

/** The first pictures of the bundled clip, each changed. */
function clipOf(
  change: (picture: Uint8Array, index: number) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  let rest = Deno.readFileSync(fixture("webcam.mjpeg"));
  return bytesOf(...Array.from({ length: 8 }, (_, i) => {
    const { end } = new JpegWalker().walk(rest);
    const picture = rest.subarray(0, end);
    rest = rest.subarray(end!);
    return change(picture, i);
  }));
}

/** Changes the picture in the middle. */
const middle = (change: (picture: Uint8Array) => Uint8Array) => (picture: Uint8Array, i: number) =>
  i === 4 ? change(picture) : picture;

Deno.test("readFrames() reads MJPEG with padding, and pictures without an end marker", async () => {
  const header = "\r\n--part\r\nContent-Type: image/jpeg\r\n\r\n";
  for (
    const change of [
      (picture: Uint8Array) => bytesOf(picture, "\r\n"),
      (picture: Uint8Array) => bytesOf(picture, new Uint8Array(9).fill(255)),
      (picture: Uint8Array) => bytesOf(picture, header),
      (picture: Uint8Array) => picture.subarray(0, -2),
    ]
  ) {
    const { items, error } = await drain(readFrames(streamOf(clipOf(change), 999)));
    assert.equal(error, undefined);
    assert.deepEqual(items.map(({ index }) => index), [0, 1, 2, 3, 4, 5, 6, 7]);
  }
});

Deno.test("readFrames() leaves damaged pictures out of MJPEG, counts them and goes on", async () => {
  for (
    const change of [
      (picture: Uint8Array) => picture.subarray(0, picture.length / 2),
      (picture: Uint8Array) => picture.subarray(picture.length / 2),
      (picture: Uint8Array) => picture.subarray(2), // The start is lost.
      (picture: Uint8Array) => picture.slice().fill(0x33, 4, 200),
      (picture: Uint8Array) => picture.slice().fill(0, 2, -2),
    ]
  ) {
    const { items, error } = await drain(readFrames(streamOf(clipOf(middle(change)), 999)));
    assert.deepEqual(items.map(({ index }) => index), [0, 1, 2, 3, 5, 6, 7]);
    isInputError("stream-invalid", "Cannot read frame 4 of -, which was left out: ")(error);
  }
  const cut = clipOf((picture, i) => i % 2 ? picture : picture.subarray(0, picture.length / 2));
  const { items, error } = await drain(readFrames(streamOf(cut)));
  assert.deepEqual(items.map(({ index }) => index), [1, 3, 5, 7]);
  isInputError("stream-invalid", "4 frames of -, which were left out, frame 0 first: ")(error);
});

Deno.test("readFrames() skips zeros between JPEGs", async () => {
  const jpeg = await Deno.readFile(fixture("grace_hopper.jpg"));
  const zeros = new Uint8Array(70_000);
  const { items, error } = await drain(readFrames(streamOf(bytesOf(jpeg, zeros, jpeg, zeros))));
  assert.equal(error, undefined);
  assert.equal(items.length, 2);
});

Deno.test("readFrames() ends a pending read when the signal fires", async () => {
  const { stream, cancelled } = stalledStream(bytesOf("P5 1 1 255\na".repeat(50), "P5 1"));
  const controller = new AbortController();
  let count = 0;
  await assert.rejects(async () => {
    for await (const _ of readFrames(stream, { signal: controller.signal })) {
      if (++count === 50) setTimeout(() => controller.abort(), 10);
    }
  }, { name: "AbortError" });
  assert.equal(count, 50);
  assert.ok(cancelled());
});

Deno.test("readFrames() gives up on a pipe that stalls, after the frames that came", async () => {
  const { stream, cancelled } = stalledStream(bytesOf("P5 1 1 255\na".repeat(50), "P5 1"));
  const { items, error } = await drain(readFrames(stream, { stallMs: 50 }));
  assert.equal(items.length, 50);
  isInputError("source-stalled", "Cannot read -: no data came for 0.05 s")(error);
  assert.ok(cancelled());
});

ffmpegTest("readFrames() gives up on a pipe that stalls while ffmpeg reads it", async () => {
  const clip = await ffmpeg([...short, "-f", "mpegts", "-c:v", "mpeg2video", "-"]);
  const { stream, cancelled } = stalledStream(clip);
  const { items, error } = await drain(readFrames(stream, { stallMs: 50 }));
  assert.equal(items.length, 5);
  isInputError("source-stalled", "Cannot read -: no data came")(error);
  assert.ok(cancelled());
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

Deno.test("readFrames() reads nothing once the signal has fired", async () => {
  const { stream, cancelled } = stalledStream(bytesOf("P5 1 1 255\na"));
  const { items, error } = await drain(readFrames(stream, { signal: AbortSignal.abort("enough") }));
  assert.deepEqual([items.length, error], [0, "enough"]);
  assert.ok(cancelled());
});

Deno.test("readFrames() throws the error of a stream that fails", async () => {
  const failure = new Error("cable pulled");
  const stream = new ReadableStream({ pull: (controller) => controller.error(failure) });
  assert.equal((await drain(readFrames(stream))).error, failure);
});
