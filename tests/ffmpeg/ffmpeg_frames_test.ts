import { liveArguments } from "../../src/ffmpeg/ffmpeg_arguments.ts";
import { ByteReader } from "../../src/stream/byte_reader.ts";
import { InputError } from "../../src/errors.ts";
import { ffmpegFrames } from "../../src/ffmpeg/ffmpeg_frames.ts";
import type { Frame } from "../../src/image/frame.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { childrenOf } from "../support/processes.ts";
import { bytesOf, drain, streamOf } from "../support/streams.ts";
import { meanDifference } from "../support/compare.ts";
import assert from "node:assert/strict";

const clip = `file:${fixture("webcam.mp4")}`;

async function withTempFile(name: string, run: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await run(`${directory}/${name}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

ffmpegTest("ffmpegFrames() reads a whole video at its own rate", async () => {
  const durations: number[] = [];
  const onDuration = (seconds: number) => durations.push(seconds);
  let count = 0;
  for await (const frame of ffmpegFrames(clip, { source: "clip", onDuration })) {
    assert.deepEqual([frame.index, frame.time, frame.source], [count, count / 25, "clip"]);
    count++;
  }
  assert.equal(count, 765);
  assert.deepEqual(durations, [30.6]);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("ffmpegFrames() gives sampled frames their index and time in the source", async () => {
  const all: Frame[] = [];
  for await (const frame of ffmpegFrames(clip, { to: 8 })) all.push(frame);
  assert.equal(all.length, 200);
  const cases = [
    { options: { fps: 2, to: 3 }, indices: [0, 13, 25, 38, 50, 63] },
    { options: { fps: 1, from: 2.5, to: 6 }, indices: [63, 88, 113, 138] },
    { options: { from: 7.91, to: 8 }, indices: [198, 199] },
    { options: { fps: 60, to: 0.2 }, indices: [0, 1, 2, 3, 4] },
    { options: { fps: Infinity, to: 0.2 }, indices: [0, 1, 2, 3, 4] },
  ];
  for (const { options, indices } of cases) {
    const { items: frames } = await drain(ffmpegFrames(clip, options));
    assert.deepEqual(frames.map((frame) => frame.index), indices, JSON.stringify(options));
    for (const frame of frames) {
      assert.equal(frame.time, frame.index / 25);
      const difference = meanDifference(frame.data, all[frame.index]!.data);
      assert.ok(difference < 0.001, `${JSON.stringify(options)} ${frame.index}: ${difference}`);
    }
  }
});

ffmpegTest("ffmpegFrames() takes Infinity for no limit", async () => {
  const { items } = await drain(ffmpegFrames(clip, { from: 30.4, to: Infinity, fps: Infinity }));
  assert.deepEqual(items.map(({ index }) => index), [760, 761, 762, 763, 764]);
});

ffmpegTest("ffmpegFrames() keeps the exact rates of film and NTSC over long videos", async () => {
  await withTempFile("film.mkv", async (path) => {
    const film = ["-f", "lavfi", "-i", "color=size=16x16:rate=24000/1001", "-frames:v", "3000"];
    await ffmpeg([...film, "-c:v", "ffv1", path]);
    const all = (await drain(ffmpegFrames(`file:${path}`))).items;
    assert.equal(all.length, 3000);
    assert.deepEqual([all[2999]!.index, all[2999]!.time], [2999, 2999 / (24000 / 1001)]);
    const some = (await drain(ffmpegFrames(`file:${path}`, { fps: 1 }))).items;
    assert.equal(some[100]!.index, Math.ceil(100 * 24000 / 1001));
    assert.equal(some[100]!.time, some[100]!.index / (24000 / 1001));
  });
});

ffmpegTest("ffmpegFrames() handles full range, odd sizes and rotated video", async () => {
  await withTempFile("odd.mkv", async (path) => {
    const source = ["-f", "lavfi", "-i", "color=white:rate=30000/1001"];
    const format = ["-vf", "scale=35:21", "-pix_fmt", "yuvj420p", "-c:v", "ffv1"];
    await ffmpeg([...source, "-frames:v", "3", ...format, path]);
    const { items: frames } = await drain(ffmpegFrames(`file:${path}`));
    assert.deepEqual(frames.map((f) => [f.width, f.height, f.time]), [
      [35, 21, 0],
      [35, 21, 1001 / 30000],
      [35, 21, 2002 / 30000],
    ]);
    // ffmpeg's own rounding makes 236 of white.
    for (const { data, fullRange } of frames) {
      assert.ok(Math.abs(data[0]! - (fullRange ? 255 : 235)) <= 1, `${data[0]} ${fullRange}`);
    }
  });
  await withTempFile("turned.mp4", async (path) => {
    const copy = ["-c", "copy", "-t", "1", path];
    const video = ["-i", fixture("webcam.mp4")];
    // From version 6 on an option before the input turns it, in older ones the metadata.
    await ffmpeg(["-display_rotation", "90", ...video, ...copy])
      .catch(() => ffmpeg([...video, "-metadata:s:v", "rotate=90", ...copy]));
    const { items: [frame] } = await drain(ffmpegFrames(`file:${path}`, { to: 0.1 }));
    assert.deepEqual([frame!.width, frame!.height], [300, 400]);
  });
});

ffmpegTest("ffmpegFrames() leaves no process behind when the consumer stops", async () => {
  for await (const frame of ffmpegFrames(clip)) {
    assert.equal((await childrenOf(Deno.pid)).length, 1);
    if (frame.index === 2) break;
  }
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("ffmpegFrames() leaves no process behind when the signal fires", async () => {
  const controller = new AbortController();
  const { items, error } = await drain(async function* () {
    for await (const frame of ffmpegFrames(clip, { signal: controller.signal })) {
      yield frame;
      if (frame.index === 4) setTimeout(() => controller.abort(), 0);
      if (frame.index >= 4) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }());
  assert.ok(items.length >= 5 && items.length < 700);
  assert.ok(error instanceof DOMException && error.name === "AbortError");
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("ffmpegFrames() keeps the frames before ffmpeg is killed and says so", async () => {
  let count = 0;
  await assert.rejects(async () => {
    for await (const _ of ffmpegFrames(clip, { source: "clip.mp4" })) {
      count++;
      if (count === 10) {
        const [child] = await childrenOf(Deno.pid);
        Deno.kill(child!, "SIGKILL");
      }
    }
  }, (error) => {
    assert.ok(error instanceof InputError);
    assert.equal(error.code, "ffmpeg-killed");
    assert.match(
      error.message,
      new RegExp(`^Cannot read clip.mp4: ffmpeg was ended by SIGKILL after ${count} frames`),
    );
    return true;
  });
  assert.ok(count >= 10 && count < 765);
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("ffmpegFrames() reports ffmpeg's own reason", async () => {
  const cases = [
    ["file:/no/such/clip.mp4", "No such file"],
    [`file:${fixture("README.md")}.mp4`, "No such file"],
    [`file:${fixture("../deno.json")}`, "Invalid data"],
    ["http://127.0.0.1:9/clip.mp4", "refused"],
  ];
  for (const [input, reason] of cases) {
    const { items, error } = await drain(ffmpegFrames(input!, { source: "x.mp4" }));
    assert.equal(items.length, 0);
    assert.ok(error instanceof InputError, String(error));
    assert.equal(error.code, "ffmpeg-failed");
    assert.match(error.message, new RegExp(`^Cannot read x.mp4: .*${reason}`));
  }
});

ffmpegTest("ffmpegFrames() gives up on a file over HTTP that stalls", async () => {
  const part = (await Deno.readFile(fixture("webcam.mp4"))).subarray(0, 60_000);
  await using server = Deno.serve({ port: 0, onListen() {} }, ({ url, signal }) => {
    if (url.endsWith("silent.mp4")) {
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve(new Response()))
      );
    }
    return new Response(new ReadableStream({ start: (controller) => controller.enqueue(part) }));
  });
  for (const [name, from] of [["silent.mp4", 0], ["part.mp4", 0], ["part.mp4", 20]] as const) {
    const url = `http://127.0.0.1:${server.addr.port}/${name}`;
    const { error } = await drain(ffmpegFrames(url, { stallMs: 500, from }));
    assert.ok(error instanceof InputError && error.code === "source-stalled", String(error));
    assert.equal(error.message, `Cannot read ${url}: no data came for 0.5 s`);
  }
  assert.deepEqual(await childrenOf(Deno.pid), []);
});

ffmpegTest("ffmpegFrames() refuses a file with only sound", async () => {
  await withTempFile("sound.wav", async (path) => {
    await ffmpeg(["-f", "lavfi", "-i", "sine", "-t", "0.1", path]);
    const { error } = await drain(ffmpegFrames(`file:${path}`));
    assert.ok(error instanceof InputError && error.code === "input-empty");
    assert.equal(error.message, `Cannot read file:${path}: it has no picture`);
  });
});

ffmpegTest("ffmpegFrames() distinguishes a missing ffmpeg from a missing permission", async () => {
  const script = `
    import { ffmpegFrames } from "${new URL("../../src/ffmpeg/ffmpeg_frames.ts", import.meta.url)}";
    try {
      for await (const _ of ffmpegFrames("file:clip.mp4", { source: "clip.mp4" }));
    } catch (error) {
      console.log(error.name, error.code, error.permission, error.message);
    }`;
  const run = async (flag: string, path: string): Promise<string> => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--quiet", flag, "-"],
      env: { PATH: path },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    await new Blob([script]).stream().pipeTo(child.stdin);
    return new TextDecoder().decode((await child.output()).stdout);
  };
  const missing = await run("--allow-run", "/nowhere");
  assert.match(
    missing,
    /^EnvironmentError ffmpeg-missing undefined Cannot read clip.mp4: ffmpeg is not installed\n$/,
  );
  const forbidden = await run("--allow-read", Deno.env.get("PATH")!);
  assert.match(
    forbidden,
    /^EnvironmentError permission-missing run=ffmpeg Cannot read clip.mp4: .* is not permitted\n$/,
  );
});

ffmpegTest("ffmpegFrames() goes on where the size of the pictures changes", async () => {
  await withTempFile("change.ts", async (path) => {
    const part = [
      "-t",
      "1",
      "-i",
      fixture("webcam.mp4"),
      "-c:v",
      "libx264",
      "-bf",
      "0",
      "-f",
      "mpegts",
    ];
    const parts = await Promise.all([
      ffmpeg([...part, "-s", "320x240", "-"]),
      ffmpeg([...part, "-s", "240x320", "-output_ts_offset", "1", "-"]),
    ]);
    await Deno.writeFile(path, bytesOf(...parts));
    const { items, error } = await drain(ffmpegFrames(`file:${path}`));
    assert.equal(error, undefined);
    const times = items.map(({ time }) => time);
    assert.deepEqual(times, times.map((_, i) => i / 25));
    assert.equal(items.length, 50);
    for (const { width, height } of items) assert.deepEqual([width, height], [320, 240]);
    const live = liveArguments(["-i", `file:${path}`]);
    assert.equal((await drain(ffmpegFrames(path, { args: live }))).items.length, 50);
  });
});

for (const name of ["cut.mp4", "cut.mkv"]) {
  ffmpegTest(
    `ffmpegFrames() keeps the frames of ${name}, and says that it is cut short if more are asked for`,
    async () => {
      await withTempFile(name, async (path) => {
        await ffmpeg(["-t", "4", "-i", fixture("webcam.mp4"), "-movflags", "+faststart", path]);
        const whole = await Deno.readFile(path);
        await Deno.writeFile(path, whole.subarray(0, whole.length / 2));
        const { items, error } = await drain(ffmpegFrames(`file:${path}`, { source: name }));
        assert.ok(items.length > 20 && items.length < 90, `${items.length}`);
        assert.ok(error instanceof InputError && error.code === "stream-truncated");
        assert.match(error.message, /it is cut short, after \d+ frames$/);
        const to = items.at(-1)!.time + 0.02;
        const asked = await drain(ffmpegFrames(`file:${path}`, { source: name, to }));
        assert.deepEqual([asked.items.length, asked.error], [items.length, undefined]);
        const later = await drain(ffmpegFrames(`file:${path}`, { source: name, to: 3.9 }));
        assert.match(String(later.error), /it is cut short, after \d+ frames$/);
      });
    },
  );
}

ffmpegTest(
  "ffmpegFrames() says what to do with a file whose index a pipe does not reach",
  async () => {
    await withTempFile("end.mp4", async (path) => {
      await ffmpeg(["-i", fixture("webcam.mp4"), "-qp", "10", path]);
      const stdin = new ByteReader(streamOf(await Deno.readFile(path)));
      const { error } = await drain(ffmpegFrames("pipe:0", { source: "-", stdin }));
      assert.ok(error instanceof InputError && error.code === "stream-truncated", String(error));
      assert.match(error.message, /give the file itself, or write it with -movflags \+faststart$/);
    });
  },
);

ffmpegTest(
  "ffmpegFrames() stops at a time of the source, wherever its first frame is",
  async () => {
    await withTempFile("late.mkv", async (path) => {
      const sound = ["-f", "lavfi", "-t", "9", "-i", "sine"];
      await ffmpeg(["-itsoffset", "3", "-t", "6", "-i", fixture("webcam.mp4"), ...sound, path]);
      for (
        const [from, to, fps, count] of [[0, 5, 25, 50], [4, 5, 25, 25], [0, 5, 2, 4]] as const
      ) {
        const { items } = await drain(ffmpegFrames(`file:${path}`, { from, to, fps }));
        assert.equal(items.length, count);
        assert.ok(items.every(({ time }) => time >= from && time < to));
      }
    });
  },
);
