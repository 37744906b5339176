import type { StallWatch } from "../async/stall_watch.ts";
import { reading } from "./ffmpeg_arguments.ts";
import { kill } from "./kill.ts";
import { readLines } from "./read_lines.ts";
import { startProgram } from "./start_program.ts";

/** Containers that give each packet's time, and in which ffmpeg finds a packet by its time. */
const containers = ["mov", "matroska"];

/** Codecs of which each packet holds one picture to show. */
const codecs = ["h264", "hevc", "vp9", "av1", "mjpeg", "prores", "ffv1"];

/** The flag of a packet that is decoded, but not shown. */
const discarded = 4;

/** How {@linkcode packetTimes} reads. */
export interface PacketTimesOptions {
  /** What cannot be done without ffmpeg, to begin error messages. */
  action: string;
  /** Where to stop, in seconds. */
  to: number;
  /** Ends the reading by throwing its reason. */
  signal?: AbortSignal | undefined;
  /** Ends the reading when it stalls. */
  watch?: StallWatch | undefined;
}

/**
 * Reads when the frames of a video are shown without decoding them, which takes a moment where decoding
 * takes minutes.
 *
 * @param input What ffmpeg takes after `-i`.
 * @param options How far to read.
 * @returns Seconds from the video's start, in the order of the file; undefined if only decoding tells,
 * because packets may have no time, or hold no frame, two, or half of one.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function packetTimes(
  input: string,
  { action, to, signal, watch }: PacketTimesOptions,
): Promise<number[] | undefined> {
  const copying = ["-map", "0:V:0", "-c", "copy", "-to", `${to}`, "-f", "framecrc", "pipe:1"];
  let isCertain = true;
  const giveUp = (): void => {
    isCertain = false;
    kill(child);
  };
  const { child, ended } = startProgram("ffmpeg", [...reading, "-i", input, ...copying], {
    action,
    stdout: true,
    onLine(line) {
      watch?.touch();
      const container = /^\[info\] Input #0, ([^,]+),/.exec(line)?.[1];
      const isOther = container !== undefined && !containers.includes(container);
      // Where a picture has two fields, each may be a packet.
      const isInterlaced = /: Video: .*\b(top|bottom)( coded)? first\b/.test(line);
      if (isOther || isInterlaced) giveUp();
    },
  });
  const times: number[] = [];
  let unit = 1;
  const read = readLines(child.stdout.getReader(), (line) => {
    watch?.touch();
    const [, name, value = ""] = /^#(codec_id|tb) 0: (.+)/.exec(line) ?? [];
    if (name === "codec_id" && !codecs.includes(value)) giveUp();
    // A time at which to start is rounded to the unit, which has to divide a second.
    if (name === "tb") value.startsWith("1/") ? unit = Number(value.slice(2)) : giveUp();
    if (line.startsWith("#")) return;
    const [, pts, flags = "0"] = /^0, *[^,]+, *(-?\d+),.*?(?:F=0x(\w+))?$/.exec(line) ?? [];
    if (pts === undefined) giveUp();
    else if ((parseInt(flags, 16) & discarded) === 0) times.push(Number(pts) / unit);
  });
  signal?.addEventListener("abort", giveUp);
  const done = Promise.all([ended, read]);
  try {
    const [{ success }] = await (watch?.during(done) ?? done);
    signal?.throwIfAborted();
    return isCertain && success ? times : undefined;
  } finally {
    signal?.removeEventListener("abort", giveUp);
    kill(child);
    await done;
  }
}
