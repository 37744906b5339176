import type { Sampling } from "./frame_sampler.ts";

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
    "-nostdin",
    "-hide_banner",
    "-nostats",
    // Info tells the duration; the level before each line tells errors from the rest.
    ...["-loglevel", "level+info"],
    ...(from > 0 ? ["-ss", from.toFixed(6)] : []),
    ...(to === undefined ? [] : ["-to", to.toFixed(6)]),
    ...["-i", input],
    // The first video that is not a cover picture.
    ...["-map", "0:V:0"],
    ...(filters.length === 0 ? [] : ["-vf", filters.join(",")]),
    ...["-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p", "pipe:1"],
  ];
}
