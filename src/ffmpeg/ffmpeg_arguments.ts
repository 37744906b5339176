import type { Sampling } from "../stream/frame_sampler.ts";
import { tellingFilters } from "./frame_times.ts";
import { type HdrTransfer, toneMappingFilters } from "./tone_mapping.ts";

const quietly = [
  "-nostdin",
  "-hide_banner",
  "-nostats",
  // The info lines give the duration; the level at the start of each line marks the errors.
  ...["-loglevel", "level+info"],
];

/** Lets ffmpeg keep gaps in the times of a file, however long. */
export const keepingGaps: readonly string[] = ["-dts_delta_threshold", "1e9"];

/** ffmpeg's first arguments for a file. */
export const reading: readonly string[] = [...quietly, ...keepingGaps];

/**
 * Where the size of the pictures changes, the filters go on, so that they count on. The first filter,
 * `scale`, gives all pictures the size of the first one.
 */
const oneGraph = ["-reinit_filter", "0"];

// The first video stream that is not a cover picture.
const firstVideo = ["-map", "0:V:0"];

const asY4m = ["-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p"];

/**
 * ffmpeg's arguments for writing the frames of an input to standard output as YUV4MPEG2, each once,
 * and their times to the log.
 *
 * @param input What follows `-i`.
 * @param sampling Which frames to take.
 * @param start Where decoding starts, a whole number of seconds not after `from`.
 * @param hdr The transfer of the video, if its dynamic range is to become the standard one.
 * @returns The arguments, without the program.
 *
 * @example
 * ```ts
 * import { ffmpegArguments } from "./ffmpeg_arguments.ts";
 * import assert from "node:assert/strict";
 *
 * const list = ffmpegArguments("file:clip.mp4", { fps: 2 });
 * assert.equal(list[list.indexOf("-i") + 1], "file:clip.mp4");
 * ```
 */
export function ffmpegArguments(
  input: string,
  { fps, from = 0, to }: Sampling,
  start = 0,
  hdr?: HdrTransfer,
): string[] {
  const filters = tellingFilters(
    choosingFilters({
      ...(fps && { fps }),
      from: from - start,
      ...(to !== undefined && { to: to - start }),
    }),
    hdr === undefined ? [] : toneMappingFilters(hdr),
  );
  return [
    ...reading,
    ...oneGraph,
    ...(start > 0 ? ["-ss", `${start}`] : []),
    ...(to === undefined ? [] : ["-to", to.toFixed(6)]),
    ...["-i", input],
    ...firstVideo,
    ...["-vf", ["scale", ...filters].join(","), "-r", "25"],
    ...asY4m,
    "pipe:1",
  ];
}

/**
 * The filters that choose as FrameSampler does: from a time on, up to another, the first frame of each
 * slot. ffmpeg's own `-to` counts from the first frame that comes, which may be a late one.
 */
function choosingFilters({ fps, from = 0, to }: Sampling): string[] {
  const isIn = [
    ...(from === 0 ? [] : [`gte(t,${(from - 1e-6).toFixed(6)})`]),
    ...(to === undefined ? [] : [`lte(t,${(to - 1e-6).toFixed(6)})`]),
  ].join("*");
  if (fps === undefined) return isIn === "" ? [] : [`select='${isIn}'`];
  const slot = (t: string): string => `floor((${t}-${from.toFixed(6)})*${fps}+1e-6)`;
  const isNew = `(isnan(prev_selected_t)+gt(${slot("t")},${slot("prev_selected_t")}))`;
  return [`select='${isIn || "1"}*${isNew}'`];
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
    ...oneGraph,
    ...inputArguments,
    ...firstVideo,
    // Renumbered at the output's rate, no frame is ever repeated or dropped to keep that rate.
    ...["-vf", "scale,settb=1/25,setpts=N", "-r", "25"],
    ...asY4m,
    ...["-flush_packets", "1", "pipe:1"],
  ];
}
