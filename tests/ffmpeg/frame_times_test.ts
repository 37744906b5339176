import { FrameTimes } from "../../src/ffmpeg/frame_times.ts";
import { ffmpegFrames } from "../../src/ffmpeg/ffmpeg_frames.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { drain } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary.ts";
import assert from "node:assert/strict";

/** Encodes frames of the bundled clip with other times, and reads what the container says of them. */
async function made(path: string, args: readonly string[]): Promise<number[]> {
  await ffmpeg(["-i", fixture("webcam.mp4"), ...args, path]);
  const { stdout } = await new Deno.Command("ffprobe", {
    args: ["-v", "error", "-select_streams", "V:0", "-show_entries", "frame=pts_time"]
      .concat(["-of", "csv=p=0", path]),
  }).output();
  return new TextDecoder().decode(stdout).match(/^(\d|N).*/gm)!.map(parseFloat);
}

const asVariable = ["-vsync", "vfr", "-enc_time_base", "1:1000"];
const withHole = "select='lt(n,20)+gte(n,40)',setpts='if(lt(N,20),N,N+50)/25/TB'";

ffmpegTest("ffmpegFrames() samples by time, and keeps times after a gap and a start", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/hole.mp4`;
  const all = await made(path, ["-vf", withHole, "-vsync", "vfr", "-frames:v", "60"]);
  const { items: sampled } = await drain(ffmpegFrames(`file:${path}`, { fps: 5 }));
  assert.deepEqual(sampled.slice(0, 6).map(({ index }) => index), [0, 5, 10, 15, 20, 25]);
  for (const { index, time } of sampled) assert.ok(Math.abs(time - all[index]!) < 1e-6);
  const { items: [first] } = await drain(ffmpegFrames(`file:${path}`, { from: 1.5 }));
  assert.ok(Math.abs(first!.time - 2.8) < 1e-6, `${first!.time}`);
});

const slow = "setpts='if(lt(N,20),N,N+9)/2/TB'";
const longVideos: [string, string[]][] = [
  ["hole.mp4", ["-vf", slow, "-vsync", "vfr", "-g", "9", "-bf", "2"]],
  ["cut.mov", ["-vf", slow, "-vsync", "vfr", "-bf", "2", "-movflags", "frag_keyframe", "-g", "9"]],
  ["fields.mp4", ["-vf", slow, "-vsync", "vfr", "-flags", "+ilme+ildct", "-c:v", "mpeg4"]],
  ["hidden.webm", ["-vf", slow, "-vsync", "vfr", "-c:v", "libvpx", "-auto-alt-ref", "1"]],
  ["uneven.mkv", ["-vf", "settb=1/1000,setpts=N*400+90*mod(N\\,3)", ...asVariable, "-g", "6"]],
  ["wrap.ts", ["-r", "2", "-output_ts_offset", "95430"]],
  ["hole.ts", ["-vf", slow, "-vsync", "vfr", "-g", "9"]],
];
for (const [name, args] of longVideos) {
  ffmpegTest(
    `ffmpegFrames() numbers the frames of ${name} from its start on, wherever it starts`,
    async () => {
      await using folder = await temporaryFolder();
      const path = `${folder.path}/${name}`;
      await made(path, ["-frames:v", "40", "-s", "80x60", ...args]);
      const { items: all } = await drain(ffmpegFrames(`file:${path}`));
      assert.equal(all.length, 40);
      for (const from of [0.3, 10.2]) {
        const { items: some } = await drain(ffmpegFrames(`file:${path}`, { from, fps: 1.5 }));
        assert.ok(some.length > 5);
        for (const { index, time } of some) {
          assert.ok(Math.abs(all[index]!.time - time) < 0.001, `${index}`);
        }
      }
    },
  );
}

ffmpegTest("ffmpegFrames() says so if it starts after the end", async () => {
  const file = `file:${fixture("webcam.mp4")}`;
  const message = `Cannot read ${file}: ffmpeg found no frame from 99 s on`;
  const frames = ffmpegFrames(file, { from: 99 });
  await assert.rejects(() => frames.next(), { code: "input-empty", message });
});

Deno.test("FrameTimes waits for lines, and ends with the log", async () => {
  const times = new FrameTimes();
  const first = times.next();
  times.add("[showinfo@seen @ 0x5] [info] n:   0 pts:      0 pts_time:0");
  times.add("[showinfo@seen @ 0x5] [info] n:   1 pts: NOPTS pts_time:NOPTS");
  times.add("[showinfo@taken @ 0x6] [info] n:   0 pts: NOPTS pts_time:NOPTS");
  assert.deepEqual(await first, { seen: 1, timeS: undefined });
  const second = times.next();
  times.end();
  assert.equal(await second, undefined);
});
