import type { HdrTransfer } from "./tone_mapping.ts";
import { hidePassword } from "./hide_password.ts";

/**
 * How many errors are kept, the first and the last ones: a camera that refuses a mode lists all of
 * its modes as errors, and may send many broken pictures before it fails.
 */
const maxErrors = 200;

/** What failed only because something else had. */
const isConsequence =
  /^(Conversion failed!|Error opening input files?|Error marking filters as finished|Cannot determine format of input stream)/;

/** What ffmpeg has written to standard error so far, without the passwords in URLs. */
export class FfmpegLog {
  /** Length of the input in seconds, if it has one. */
  durationS: number | undefined;
  /** Frames per second of the input's video. */
  rate: number | undefined;
  /** True if the input's format is one for pictures. */
  isPicture = false;
  /** The transfer of the input's video, if its dynamic range is high. */
  hdr: HdrTransfer | undefined;
  /** True once the log has described the whole input. */
  isInputDescribed = false;
  /** True if the input ended before its container says that it does. */
  isCutShort = false;
  /** The last line of level error or worse, without its level and the part of ffmpeg that wrote it. */
  lastError: string | undefined;
  /** The first and the last lines of level error or worse, in the same form. */
  readonly errors: string[] = [];

  /**
   * Reads a line, as `-loglevel level+info` writes it.
   *
   * @param line The line without its end.
   *
   * @example
   * ```ts
   * import { FfmpegLog } from "./ffmpeg_log.ts";
   * import assert from "node:assert/strict";
   *
   * const log = new FfmpegLog();
   * log.add("[info]   Duration: 00:01:30.60, start: 0.000000, bitrate: 158 kb/s");
   * assert.equal(log.durationS, 90.6);
   * ```
   */
  add(line: string): void {
    const error = /^(?:\[[^\]]* @ [^\]]*\] )*\[(?:error|fatal|panic)\] (.*\S)/.exec(line);
    if (error !== null) {
      const said = hidePassword(error[1]!);
      if (this.errors.length === maxErrors) this.errors.splice(maxErrors / 2, 1);
      this.errors.push(said);
      if (/: partial file$|ended prematurely$|^Stream ends prematurely/.test(said)) {
        this.isCutShort = true;
      }
      if (!isConsequence.test(said)) this.lastError = said;
      return;
    }
    if (this.isInputDescribed) return;
    if (/^\[info\] Output #0/.test(line)) this.isInputDescribed = true;
    if (/^\[info\] Input #0, (image2|ico|(?!yuv4mpeg)\w+_pipe), from /.test(line)) {
      this.isPicture = true;
    }
    const duration = /^\[info\]\s+Duration: (\d+):(\d\d):(\d\d\.\d+)/.exec(line);
    if (duration !== null) {
      const [hours, minutes, seconds] = duration.slice(1).map(Number) as [number, number, number];
      this.durationS ??= hours * 3600 + minutes * 60 + seconds;
    }
    if (line.includes("(attached pic)")) return;
    const rate = /^\[info\]\s+Stream #.*: Video: .*?, ([\d.]+)(k?) fps\b/.exec(line);
    if (rate !== null) this.rate ??= exactRate(Number(rate[1]) * (rate[2] === "k" ? 1000 : 1));
    const hdr = /^\[info\]\s+Stream #.*: Video: .*\b(smpte2084|arib-std-b67)\b/.exec(line);
    if (hdr !== null) this.hdr ??= hdr[1] as HdrTransfer;
  }
}

/** Undoes the rounding of 24000/1001 to 23.98 and the like. */
function exactRate(rounded: number): number {
  const ntsc = Math.round(rounded) * 1000 / 1001;
  return Math.abs(rounded - ntsc) <= 0.005 ? ntsc : rounded;
}
