import type { Sampling } from "../stream/frame_sampler.ts";

const quietly = [
  "-nostdin",
  "-hide_banner",
  "-nostats",
  // The info lines give the duration; the level at the start of each line marks the errors.
  ...["-loglevel", "level+info"],
];

// The first video stream that is not a cover picture.
const firstVideo = ["-map", "0:V:0"];

const asY4m = ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p"];

/**
 * ffmpeg's arguments for writing the frames of an input to standard output as YUV4MPEG2, at a
 * constant rate.
 *
 * @param input What follows `-i`.
 * @param sampling Which frames to take.
 * @returns The arguments, without the program.
 *
 * @example
 * ```ts
 * import { ffmpegArguments } from "./ffmpeg_arguments.ts";
 * import assert from "node:assert/strict";
 *
 * const list = ffmpegArguments("file:clip.mp4", { fps: 2 });
 * assert.ok(list.includes("fps=fps=min(source_fps\\,2):round=up"));
 * ```
 */
export function ffmpegArguments(input: string, { fps, from = 0, to }: Sampling): string[] {
  const filters = [
    // The first frame after `from` comes once, not a second time to fill the gap before it.
    ...(from > 0 ? ["setpts=PTS-STARTPTS"] : []),
    // Rounding up, a frame stands for the time after it, and none is repeated.
    ...(fps === undefined ? [] : [`fps=fps=min(source_fps\\,${fps}):round=up`]),
  ];
  return [
    ...quietly,
    ...(from > 0 ? ["-ss", from.toFixed(6)] : []),
    ...(to === undefined ? [] : ["-to", to.toFixed(6)]),
    ...["-i", input],
    ...firstVideo,
    ...(filters.length === 0 ? [] : ["-vf", filters.join(",")]),
    ...asY4m,
    "pipe:1",
  ];
}

/**
 * ffmpeg's arguments for writing the frames of a live input to standard output as YUV4MPEG2, each
 * once and as soon as it arrives.
 *
 * @param inputArguments What opens the input, up to `-i` and its value.
 * @returns The arguments, without the program.
 *
 * @example
 * ```ts
 * import { liveArguments } from "./ffmpeg_arguments.ts";
 * import assert from "node:assert/strict";
 *
 * const list = liveArguments(["-re", "-i", "clip.mp4"]);
 * assert.equal(list[list.indexOf("-i") + 1], "clip.mp4");
 * assert.equal(list.at(-1), "pipe:1");
 * ```
 */
export function liveArguments(inputArguments: readonly string[]): string[] {
  return [
    ...quietly,
    // Decoding with several threads would hold frames back.
    ...["-flags", "low_delay"],
    ...inputArguments,
    ...firstVideo,
    // Renumbered at the output's rate, no frame is ever repeated or dropped to keep that rate.
    ...["-vf", "settb=1/25,setpts=N", "-r", "25"],
    ...asY4m,
    ...["-flush_packets", "1", "pipe:1"],
  ];
}
