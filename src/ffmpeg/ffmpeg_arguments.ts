import type { Sampling } from "../stream/frame_sampler.ts";

const quietly = [
  "-nostdin",
  "-hide_banner",
  "-nostats",
  // Info tells the duration; the level before each line tells errors from the rest.
  ...["-loglevel", "level+info"],
];

// The first video that is not a cover picture.
const firstVideo = ["-map", "0:V:0"];

const asY4m = ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p"];

/**
 * The arguments that make ffmpeg write the frames of an input as YUV4MPEG2 to its standard output,
 * at a constant rate.
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
    // Whatever comes first after `from` is the first frame, not a second copy of it.
    ...(from > 0 ? ["setpts=PTS-STARTPTS"] : []),
    // Rounding up, a frame stands for the time after it and none is repeated.
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
 * The arguments that make ffmpeg write the frames of a live input as YUV4MPEG2 to its standard
 * output, each one once and as soon as it comes.
 *
 * @param inputArguments What opens the input, up to and including `-i` and what follows it.
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
    // Decoding by several threads would hold frames back.
    ...["-flags", "low_delay"],
    ...inputArguments,
    ...firstVideo,
    // Numbered anew at the output's rate, no frame is ever repeated or left out to keep that rate.
    ...["-vf", "settb=1/25,setpts=N", "-r", "25"],
    ...asY4m,
    ...["-flush_packets", "1", "pipe:1"],
  ];
}
