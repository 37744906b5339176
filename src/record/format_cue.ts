import type { Cue } from "./cue_track.ts";
import type { Place } from "./cue_texts.ts";

/**
 * Formats one subtitle cue.
 *
 * @param format The format.
 * @param cue The cue.
 * @param number Its number in the file, from 1.
 * @returns The cue, without the last line break.
 *
 * @example
 * ```ts
 * import { formatCue } from "./format_cue.ts";
 * import assert from "node:assert/strict";
 *
 * const cue = { text: "happy", place: { x: 50, y: 20 }, start: 1, end: 2.5 };
 * const expected = "00:00:01.000 --> 00:00:02.500 position:50% line:20%\nhappy\n";
 * assert.equal(formatCue("vtt", cue, 1), expected);
 * ```
 */
export function formatCue(
  format: "srt" | "vtt",
  { text, place, start, end }: Cue<Place | undefined>,
  number: number,
): string {
  if (format === "srt") {
    return `${number}\n${clock(start, ",")} --> ${clock(end, ",")}\n${escapeSrt(text)}\n`;
  }
  const where = place === undefined ? "" : ` position:${place.x}% line:${place.y}%`;
  return `${clock(start, ".")} --> ${clock(end, ".")}${where}\n${escapeVtt(text)}\n`;
}

function clock(seconds: number, point: string): string {
  const ms = Math.round(seconds * 1000);
  const [h, m, s] = [ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0"));
  return `${h}:${m}:${s}${point}${String(ms % 1000).padStart(3, "0")}`;
}

/** SubRip has no escapes, so characters that would start a tag or end a cue are replaced. */
function escapeSrt(text: string): string {
  return text.replaceAll("<", "‹").replaceAll("{", "(").replaceAll("-->", "->");
}

// ref: WebVTT, W3C Candidate Recommendation, 4.2.2: cue text.
function escapeVtt(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
