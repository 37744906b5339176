import { cameraError } from "../../src/source/camera/camera_error.ts";
import { FfmpegLog } from "../../src/ffmpeg/ffmpeg_log.ts";
import assert from "node:assert/strict";

function logOf(text: string): FfmpegLog {
  const log = new FfmpegLog();
  for (const line of text.split("\n")) log.add(line);
  return log;
}

// Logs of ffmpeg 5.1.9 with -loglevel level+info.
const kept = [
  { name: "clip", durationS: 30.6, rate: 25, isInputDescribed: true },
  { name: "missing", lastError: "file:../../../deno.json.mp4: No such file or directory" },
  {
    name: "text",
    lastError: "file:../../../deno.json: Invalid data found when processing input",
  },
  { name: "refused", lastError: "http://127.0.0.1:9/clip.mp4: Connection refused" },
  { name: "no_camera", lastError: "/dev/null: Inappropriate ioctl for device" },
  { name: "no_avfoundation", lastError: "Unknown input format: 'avfoundation'" },
];

Deno.test("FfmpegLog reads the logs that were kept", async () => {
  for (const { name, durationS, rate, isInputDescribed = false, lastError } of kept) {
    const file = new URL(`../golden/ffmpeg/${name}.log`, import.meta.url);
    const log = logOf(await Deno.readTextFile(file));
    assert.deepEqual(
      [log.durationS, log.rate, log.isInputDescribed, log.lastError],
      [durationS, rate, isInputDescribed, lastError],
      name,
    );
    assert.equal(log.errors.at(-1), lastError);
  }
});

Deno.test("FfmpegLog reads duration and rate of the input, not of the output", () => {
  const log = logOf(`[info] Input #0, matroska,webm, from 'file:clip.mkv':
[info]   Duration: 01:02:03.50, start: 0.000000, bitrate: 158 kb/s
[info]   Stream #0:0: Audio: opus, 48000 Hz, stereo, fltp (default)
[info]   Stream #0:1: Video: mjpeg (Baseline), yuvj420p, 9x9, 90k tbr, 90k tbn (attached pic)
[info]   Stream #0:2[0x1](und): Video: h264 (High), yuv420p(tv, bt709), 640x360, 29.97 fps, 30 tbr
[info] Output #0, yuv4mpegpipe, to 'pipe:':
[info]   Duration: 00:00:01.00
[info]   Stream #0:0(und): Video: wrapped_avframe, yuv420p(progressive), 640x360, 2 fps, 2 tbn`);
  assert.equal(log.durationS, 3723.5);
  assert.equal(log.rate, 30000 / 1001);
  assert.equal(log.isInputDescribed, true);
  assert.equal(log.lastError, undefined);
});

Deno.test("FfmpegLog leaves open what a live input does not tell", () => {
  const log = logOf(`[info]   Duration: N/A, start: 1.4, bitrate: N/A
[info]   Stream #0:0: Video: h264, yuv420p, 640x360, 90k tbn`);
  assert.deepEqual([log.durationS, log.rate, log.isInputDescribed], [
    undefined,
    undefined,
    false,
  ]);
});

Deno.test("FfmpegLog keeps the last error that says why", () => {
  const log = logOf(`[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55d0c5] [error] moov atom not found
[in#0 @ 0x5581] [error] Error opening input: Invalid data found when processing input
[error] Error opening input file clip.mp4.
[fatal] Error opening input files: Invalid data found when processing input
[error] Conversion failed!
[warning] Guessed Channel Layout`);
  assert.equal(log.lastError, "Error opening input: Invalid data found when processing input");
});

Deno.test("FfmpegLog keeps why a camera is gone after many broken pictures", () => {
  const log = new FfmpegLog();
  for (let i = 0; i < 1000; i++) log.add(`[mjpeg @ 0x55d0] [error] overread ${i}`);
  log.add("[video4linux2,v4l2 @ 0x5581] [error] ioctl(VIDIOC_DQBUF): No such device");
  log.add("[error] /dev/video0: No such device");
  assert.deepEqual([log.errors.length, log.errors[0]], [200, "overread 0"]);
  assert.equal(log.errors.at(-2), "ioctl(VIDIOC_DQBUF): No such device");
  assert.equal(cameraError("/dev/video0", log.errors).code, "camera-not-found");
});

Deno.test("FfmpegLog undoes the rounding of rates", () => {
  const rates = {
    "23.98": 24000 / 1001,
    "59.94": 60000 / 1001,
    "25": 25,
    "12.5": 12.5,
    "1k": 1000,
  };
  for (const [written, rate] of Object.entries(rates)) {
    const log = logOf(`[info]   Stream #0:0: Video: h264, yuv420p, 9x9, ${written} fps, 25 tbr`);
    assert.equal(log.rate, rate);
  }
});
