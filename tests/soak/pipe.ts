import assert from "node:assert/strict";
import { spawnCli } from "../support/cli.ts";
import { ffmpeg, fixture } from "../support/ffmpeg.ts";
import { Sampler, type Soak } from "./samples.ts";

/**
 * Sends frames through a pipe, and counts the records.
 *
 * @param frames How many, the bundled clip over and over.
 * @param workers For `--workers`.
 */
export async function soakPipe(frames: number, workers: number): Promise<Soak> {
  const scaled = ["-vf", "scale=160:120", "-f", "yuv4mpegpipe", "-"];
  const clip = await ffmpeg(["-i", fixture("webcam.mp4"), ...scaled]);
  const start = clip.indexOf(10) + 1, frameBytes = "FRAME\n".length + 160 * 120 * 1.5;
  const clipFrames = (clip.length - start) / frameBytes;
  const args = ["--workers", `${workers}`, "-q", "-f", "ndjson"];
  // V8 enlarges its young generation at any time, but only so far: that is kept out.
  const child = spawnCli(args, ["--v8-flags=--max-semi-space-size=2"]);
  const errors = new Response(child.stderr).text();
  let done = 0, last = "", faces = 0;
  using sampler = new Sampler(child.pid, () => done);
  const read = (async () => {
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      done += lines.length;
      faces += lines.filter((line) => line.includes('"faces":[{')).length;
      last = lines.at(-1) ?? last;
    }
  })();
  const input = child.stdin.getWriter();
  await input.write(clip.subarray(0, start));
  for (let left = frames; left > 0; left -= clipFrames) {
    await input.write(clip.subarray(start, start + Math.min(left, clipFrames) * frameBytes));
  }
  await input.close();
  await read;
  assert.equal((await child.status).code, 0, await errors);
  assert.deepEqual([done, JSON.parse(last).frame], [frames, frames - 1]);
  return {
    name: `Pipe, ${workers} workers`,
    unit: "frames",
    samples: sampler.samples,
    notes: { faces },
  };
}
