import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { openInput, type OpenInputOptions } from "../../src/source/open_input.ts";
import { createFrame, type Frame, frameBytes, type PixelFormat } from "../../src/image/frame.ts";
import { sampleRgb } from "../../src/image/sample_rgb.ts";
import { AnnotatedVideo } from "../../src/sink/annotated_video.ts";
import { maxDifference } from "../support/compare.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";
import { childrenOf } from "../support/processes.ts";
import { record } from "../support/records.ts";

/** Runs with a temporary folder, and checks that no process is left. */
function videoTest(name: string, run: (folder: string) => Promise<void>): void {
  ffmpegTest(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await run(folder);
      assert.deepEqual(await childrenOf(Deno.pid), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

const size = "320x240";

/** A clip with sound: 90 frames at 29.97 per second, and a tone that rises by 100 Hz per second. */
async function clip(folder: string, name: string, audio: string[]): Promise<string> {
  const path = join(folder, name);
  await ffmpeg([
    ...["-f", "lavfi", "-i", `testsrc2=s=${size}:r=30000/1001:d=3.003`],
    ...["-f", "lavfi", "-i", "aevalsrc=sin(2*PI*t*(300+50*t)):s=44100:d=3.003"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", ...audio, path],
  ]);
  return path;
}

/** Annotates a clip as the command line does. */
async function annotate(
  input: string,
  output: string,
  options: OpenInputOptions & { stopAfter?: number } = {},
): Promise<number> {
  const { fps, to, stopAfter = Infinity } = options;
  await using video = await AnnotatedVideo.open(output, {
    inputs: [input],
    ...(fps !== undefined && { fps }),
    ...(to !== undefined && { to }),
  });
  let count = 0;
  for await (const frame of openInput(input, options)) {
    await video.write(record(frame, [{ box: { x: 90, y: 60, width: 120, height: 120 } }]), frame);
    if (++count >= stopAfter) break;
  }
  return count;
}

/** The samples of a file's sound, mono at 8 kHz. */
async function sound(path: string, from = 0, durationS = 99): Promise<Int16Array> {
  const bytes = await ffmpeg([
    ...["-ss", String(from), "-t", String(durationS), "-i", path],
    ...["-vn", "-ac", "1", "-ar", "8000", "-f", "s16le", "-"],
  ]);
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}

/** Rising zero crossings: a measure of the pitch. */
function passages(samples: Int16Array): number {
  return samples.filter((value, i) => i > 0 && value >= 0 && samples[i - 1]! < 0).length;
}

videoTest("AnnotatedVideo keeps frames, rate, length and sound of its source", async (folder) => {
  const aac = await clip(folder, "aac.mp4", ["-c:a", "aac"]);
  const pcm = await clip(folder, "pcm.mkv", ["-c:a", "pcm_s16le"]);
  const opus = await clip(folder, "opus.mkv", ["-c:a", "libopus"]);
  const cases = [[aac, "mp4", "aac"], [pcm, "mp4", "aac"], [aac, "webm", "opus"], [
    opus,
    "webm",
    "opus",
  ]];
  for (const [input, extension, audio] of cases as [string, string, string][]) {
    const output = join(folder, `annotated.${extension}`);
    await annotate(input, output);
    const [before, after] = [await probe(input), await probe(output)];
    const name = `${input} to ${extension}`;
    assert.equal(after.frames, before.frames, name);
    assert.equal(after.rate, "30000/1001", name);
    assert.ok(Math.abs(after.durationS - before.durationS) < 0.05, `${name} ${after.durationS}`);
    assert.deepEqual(after.audio, [audio], name);
    assert.equal(after.pixelFormat, "yuv420p", name);
    const [was, is] = [await sound(input), await sound(output)].map(passages);
    assert.ok(Math.abs(is! - was!) < 0.02 * was!, `${name}: ${is} of ${was}`);
  }
  const leftOver = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assert.equal(leftOver.length, 5, leftOver.join(" "));
});

videoTest("AnnotatedVideo shows each frame at its time where the rate varies", async (folder) => {
  const input = join(folder, "slides.mkv"), output = join(folder, "annotated.mp4");
  // Shown at 0, 3 and 4 s.
  await ffmpeg([
    ...["-f", "lavfi", "-i", `testsrc2=s=${size}:r=1:d=3`, "-f", "lavfi", "-i", "sine=d=5"],
    ...["-vf", "setpts='if(N,N+2,0)/TB'", "-vsync", "vfr", "-c:v", "ffv1", input],
  ]);
  await annotate(input, output);
  const [shown, sound] = [await probe(output), await probe(input)];
  assert.ok(Math.abs(shown.durationS - sound.durationS) < 0.2, `${shown.durationS} s`);
  const changes: number[] = [];
  let before: Frame | undefined;
  for await (const frame of openInput(output)) {
    if (before && maxDifference(before.data, frame.data) > 99) changes.push(frame.time);
    before = frame;
  }
  assert.deepEqual(changes.map((time) => time.toFixed(1)), ["3.0", "4.0"]);
});

videoTest("AnnotatedVideo copies sound bit by bit if the container allows it", async (folder) => {
  const input = await clip(folder, "a.mp4", ["-c:a", "aac"]);
  const output = join(folder, "b.mp4");
  await annotate(input, output);
  const [was, is] = await Promise.all(
    [input, output].map((path) => ffmpeg(["-i", path, "-vn", "-c:a", "copy", "-f", "adts", "-"])),
  );
  assert.deepEqual(is, was);
});

/** A clip whose second audio stream ffmpeg does not know, as from newer phones. */
async function clipWithUnknownSound(folder: string): Promise<string> {
  const path = await clip(folder, "a.mp4", ["-map", "0:v", "-map", "1:a", "-map", "1:a"]);
  const bytes = Buffer.from(await Deno.readFile(path));
  bytes.write("apac", bytes.lastIndexOf("mp4a"));
  bytes.write("free", bytes.lastIndexOf("esds"));
  await Deno.writeFile(path, bytes);
  return path;
}

videoTest("AnnotatedVideo leaves out sound that ffmpeg does not know", async (folder) => {
  const input = await clipWithUnknownSound(folder);
  const output = join(folder, "b.mp4");
  await annotate(input, output, { to: 0.5 });
  assert.deepEqual((await probe(input)).audio, ["aac", undefined]);
  assert.deepEqual((await probe(output)).audio, ["aac"]);
});

videoTest("AnnotatedVideo writes WebM from 5.1 with speakers at the sides", async (folder) => {
  const sides = ["-af", "aformat=channel_layouts=5.1(side)", "-c:a", "flac"];
  const input = await clip(folder, "a.mkv", [
    "-map",
    "1:a",
    "-map",
    "0:v",
    "-map",
    "1:a",
    ...sides,
  ]);
  const output = join(folder, "b.webm");
  await annotate(input, output, { to: 0.5 });
  assert.deepEqual((await probe(output)).audio, ["opus", "opus"]);
});

videoTest("AnnotatedVideo draws, and puts the index at the start of the file", async (folder) => {
  const output = join(folder, "a.mp4");
  await annotate(fixture("webcam.mp4"), output, { to: 0.4 });
  let count = 0;
  for await (const frame of openInput(output)) {
    const [r, g, b] = sampleRgb(frame, [2, 0, 90, 0, 4, 118], 1, 1); // On the outline, yellow.
    assert.ok(r! > 0.75 && g! > 0.7 && b! < 0.5, `frame ${count}: ${r} ${g} ${b}`);
    count++;
  }
  assert.equal(count, 10);
  const head = new TextDecoder("latin1").decode((await Deno.readFile(output)).subarray(0, 200));
  assert.ok(head.includes("moov") && !head.includes("mdat"));
});

videoTest("AnnotatedVideo adds the sound of the same part", async (folder) => {
  const input = await clip(folder, "a.mp4", ["-c:a", "aac"]);
  const output = join(folder, "b.mp4");
  assert.equal(await annotate(input, output, { from: 1, to: 2 }), 30);
  const { durationS, frames } = await probe(output);
  assert.equal(frames, 30);
  assert.ok(Math.abs(durationS - 1) < 0.05, `${durationS}`);
  const [is, was] = [await sound(output, 0.2, 0.6), await sound(input, 1.2, 0.6)].map(passages);
  assert.ok(Math.abs(is! - was!) <= 4, `${is} of ${was}`);
});

videoTest("AnnotatedVideo keeps the length of a sampled video", async (folder) => {
  const input = await clip(folder, "a.mp4", ["-c:a", "aac"]);
  const output = join(folder, "b.mp4");
  const count = await annotate(input, output, { fps: 10 });
  const { durationS, frames, rate, audio } = await probe(output);
  assert.deepEqual([frames, rate, audio], [count, "10/1", ["aac"]]);
  assert.ok(Math.abs(durationS - 3.003) < 0.1, `${durationS}`); // The last one lasts a tenth.
});

videoTest(
  "AnnotatedVideo shows the last frame after a pause no longer than others, and ends once",
  async (folder) => {
    const output = join(folder, "a.mp4");
    await using video = await AnnotatedVideo.open(output);
    for (const time of [0, 0.04, 0.08, 0.12, 0.16, 0.2, 30]) {
      const frame = made("gray", 64, 48, { time, index: Math.round(25 * time) });
      await video.write(record(frame, []), frame);
    }
    await video[Symbol.asyncDispose]();
    const { durationS } = await probe(output);
    assert(durationS >= 30 && durationS < 41, `${durationS}`);
  },
);

videoTest("AnnotatedVideo ended early is a shorter video with its sound", async (folder) => {
  const input = await clip(folder, "a.mp4", ["-c:a", "aac"]);
  const output = join(folder, "b.mp4");
  await annotate(input, output, { stopAfter: 20 });
  const { durationS, frames, audio } = await probe(output);
  assert.deepEqual([frames, audio], [20, ["aac"]]);
  assert.ok(Math.abs(durationS - 20 * 1001 / 30000) < 0.05, `${durationS}`);
});

videoTest("AnnotatedVideo writes GIFs", async (folder) => {
  const output = join(folder, "a.GIF");
  const count = await annotate(fixture("webcam.mp4"), output, { to: 1 });
  const { frames, durationS, audio } = await probe(output);
  assert.deepEqual([count, frames, audio], [25, 25, []]);
  assert.ok(Math.abs(durationS - 1) < 0.05);
});

function made(format: PixelFormat, width: number, height: number, place: Partial<Frame>): Frame {
  const data = new Uint8Array(frameBytes(format, width, height)).fill(128);
  return { ...createFrame(format, width, height, data, { source: "-" }), ...place };
}

videoTest("AnnotatedVideo accepts every layout and odd sizes", async (folder) => {
  for (const format of ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"] as const) {
    for (const extension of ["mp4", "webm", "gif"]) {
      const output = join(folder, `a.${extension}`);
      {
        await using video = await AnnotatedVideo.open(output);
        for (let i = 0; i < 3; i++) {
          const frame = made(format, 65, 49, { index: i, time: i / 10 });
          await video.write(record(frame, []), frame);
        }
      }
      const { frames, width, height, rate } = await probe(output);
      const expected = extension === "gif" ? [65, 49] : [64, 48];
      assert.deepEqual([frames, width, height, rate], [3, ...expected, "10/1"], output);
      for await (const frame of openInput(output)) {
        const [r, g, b] = sampleRgb(frame, [20, 0, 20, 0, 20, 20], 1, 1);
        const grey = format.startsWith("yuv") ? (128 - 16) / 219 : 128 / 255;
        for (const value of [r, g, b]) {
          assert.ok(Math.abs(value! - grey) < 0.03, `${format} ${extension}: ${r} ${g} ${b}`);
        }
      }
    }
  }
});

videoTest(
  "AnnotatedVideo keeps the shape of pixels, of which GIFs have square ones",
  async (folder) => {
    const shapes: [string, number, string | undefined][] = [
      ["mp4", 64, "64:45"],
      ["webm", 64, "91:64"], // It has a width to show, in whole pixels.
      ["gif", 91, undefined],
    ];
    for (const [extension, width, pixelAspect] of shapes) {
      const output = join(folder, `a.${extension}`);
      {
        await using video = await AnnotatedVideo.open(output);
        const frame = made("yuv420p", 64, 48, { pixelAspect: 64 / 45 });
        await video.write(record(frame, []), frame);
      }
      const found = await probe(output);
      assert.deepEqual([found.width, found.pixelAspect], [width, pixelAspect]);
    }
  },
);

videoTest("AnnotatedVideo handles one frame, and none", async (folder) => {
  const one = join(folder, "one.mp4"), none = join(folder, "none.mp4");
  {
    await using video = await AnnotatedVideo.open(one);
    const frame = made("gray", 64, 48, {});
    await video.write(record(frame, []), frame);
  }
  assert.equal((await probe(one)).frames, 1);
  await (await AnnotatedVideo.open(none))[Symbol.asyncDispose]();
  await assert.rejects(() => Deno.stat(none), Deno.errors.NotFound);
  await Deno.writeTextFile(none, "kept");
  await (await AnnotatedVideo.open(none))[Symbol.asyncDispose]();
  assert.equal(await Deno.readTextFile(none), "kept");
});

videoTest(
  "AnnotatedVideo shows each frame of a live source for as long as it lasted",
  async (folder) => {
    const output = join(folder, "a.mp4");
    const times = [0, 0.1, 0.11, 0.12, 0.5, 1.9, 2.0, 60, 60.5];
    {
      await using video = await AnnotatedVideo.open(output);
      for (const [index, time] of times.entries()) {
        const frame = made("gray", 64, 48, { index, time, capturedAt: 1000 * time });
        frame.data.fill(20 * (index + 1));
        await video.write(record(frame, []), frame);
      }
    }
    const { durationS, rate } = await probe(output);
    assert.equal(rate, "30/1");
    // The long absence is cut to ten seconds.
    assert.ok(Math.abs(durationS - (2.0 + 10 + 0.5)) < 0.05, `${durationS}`);
    const seen: number[] = [];
    for await (const frame of openInput(output, { to: 2 })) {
      const [value] = sampleRgb(frame, [40, 0, 10, 0, 30, 10], 1, 1);
      seen.push(Math.round(value! * 255 / 20) - 1);
    }
    const index = seen.map((_, i) => times.findLastIndex((time) => time <= i / 30 + 1 / 60 - 1e-9));
    const wrong = seen.filter((value, i) => value !== index[i]).length;
    assert.ok(wrong <= 2, `${seen} for ${index}`);
  },
);

videoTest("AnnotatedVideo refuses frames that do not fit, and says what to do", async (folder) => {
  const input = join(folder, "in.mp4");
  await Deno.copyFile(fixture("webcam.mp4"), input);
  const link = join(folder, "link.mp4");
  await Deno.symlink(input, link);
  for (const path of [input, join(folder, ".", "in.mp4"), link]) {
    await assert.rejects(
      () => AnnotatedVideo.open(path, { inputs: [input] }),
      { code: "option-invalid", message: /it is an input/ },
    );
  }
  await assert.rejects(
    () => AnnotatedVideo.open(join(folder, "no", "a.mp4")),
    { code: "output-unwritable", message: /a\.mp4: there is no such folder$/ },
  );
  const path = join(folder, "a.mp4");
  const write = async (...frames: Frame[]): Promise<void> => {
    await using video = await AnnotatedVideo.open(path);
    for (const frame of frames) await video.write(record(frame, []), frame);
  };
  const frame = made("gray", 64, 48, { source: "a" });
  await assert.rejects(() => write({ ...frame, still: true }), { message: /\.jpg or \.png$/ });
  await assert.rejects(() => write(frame, { ...frame, source: "b" }), { message: /for a folder/ });
  await assert.rejects(
    () => write(frame, made("gray", 32, 48, { source: "a", index: 1, time: 1 })),
    { code: "stream-invalid", message: /frame 1 of a is 32x48 gray after 64x48 gray$/ },
  );
});

videoTest("AnnotatedVideo reports ffmpeg's reason when it fails", async (folder) => {
  const inner = join(folder, "inner"), path = join(inner, "a.mp4");
  await Deno.mkdir(inner);
  const video = await AnnotatedVideo.open(path);
  await Deno.remove(inner, { recursive: true }); // The file can no longer be written.
  await assert.rejects(async () => {
    for (let i = 0; i < 50; i++) {
      const frame = made("gray", 640, 480, { index: i, time: i / 25 });
      await video.write(record(frame, []), frame);
    }
  }, {
    name: "EnvironmentError",
    code: "ffmpeg-failed",
    message: /a\.mp4: ffmpeg failed .*: .*irectory/,
  });
  await video[Symbol.asyncDispose]();
});

/** A program that writes frames until it is interrupted, as the command line does. */
async function startWriter(
  folder: string,
  permissions: string[],
  env: Record<string, string> = {},
): Promise<Deno.ChildProcess> {
  const script = join(folder, "writer.ts");
  const root = new URL("../../", import.meta.url).href;
  await Deno.writeTextFile(
    script,
    `import { createFrame } from "${root}src/image/frame.ts";
    import { AnnotatedVideo } from "${root}src/sink/annotated_video.ts";
    let isStopped = false;
    Deno.addSignalListener("SIGINT", () => isStopped = true);
    try {
      await using video = await AnnotatedVideo.open(Deno.args[0]);
      for (let index = 0; !isStopped; index++) {
        const frame = createFrame("gray", 64, 48, new Uint8Array(64 * 48), { index, time: index / 25 });
        const record = { source: "", frame: index, time: 0, width: 64, height: 48, faces: [] };
        await video.write(record, frame);
        if (index === 30) console.log("running");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } catch (error) {
      console.log(error.code, error.permission, error.message);
    }`,
  );
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-config", "--no-lock", ...permissions, script, "a.mp4"],
    cwd: folder,
    env,
    stdout: "piped",
    detached: true,
  }).spawn();
}

videoTest(
  "AnnotatedVideo is complete after a Ctrl-C that reaches all processes",
  async (folder) => {
    const child = await startWriter(folder, ["-A"]);
    const output = child.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    assert.match((await output.next()).value!, /running/);
    Deno.kill(-child.pid, "SIGINT");
    assert.deepEqual(await output.next(), { done: true, value: undefined });
    assert.ok((await child.status).success);
    assert.ok((await probe(join(folder, "a.mp4"))).frames >= 30);
  },
);

videoTest(
  "AnnotatedVideo reports a missing ffmpeg, and a missing permission",
  async (folder) => {
    const output = async (child: Deno.ChildProcess): Promise<string> =>
      new TextDecoder().decode((await child.output()).stdout);
    const files = ["--allow-read", "--allow-write"];
    assert.match(
      await output(await startWriter(folder, files)),
      /^permission-missing run=ffmpeg Cannot write a\.mp4: running ffmpeg is not permitted\n$/,
    );
    assert.match(
      await output(await startWriter(folder, ["--allow-read", "--allow-run=ffmpeg"])),
      /^permission-missing write=a\.mp4 Cannot write a\.mp4: writing to it is not permitted\n$/,
    );
    assert.match(
      await output(await startWriter(folder, [...files, "--allow-run"], { PATH: folder })),
      /^ffmpeg-missing undefined Cannot write a\.mp4: ffmpeg is not installed\n$/,
    );
  },
);
