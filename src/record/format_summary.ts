import { formatTime } from "./format_time.ts";
import type { FaceSummary, SourceSummary } from "./summary.ts";

/** Smaller shares of time are left out. */
const leastShare = 0.005;

/**
 * Formats a summary for people.
 *
 * @param summary The summary of one source.
 * @returns Several lines, without the last line break.
 *
 * @example
 * ```ts
 * import { formatSummary } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const summary = { source: "a.mp4", frames: 50, framesWithFace: 0, seconds: 2, faces: [] };
 * assert.equal(formatSummary(summary), "a.mp4: 50 frames of 0:02\n  no face");
 * ```
 */
export function formatSummary(summary: SourceSummary): string {
  const { source, frames, seconds, framesPerSecond: rate, dropped, latencyMs } = summary;
  const { faces, facesSeen = 0 } = summary;
  const parts = [`${frames} frame${frames === 1 ? "" : "s"} of ${formatTime(seconds, 0)}`];
  if (rate !== undefined) parts.push(`${rate.toFixed(1)} per second`);
  if (dropped !== undefined) parts.push(`${dropped} dropped`);
  if (latencyMs !== undefined) {
    const [median, p95] = [latencyMs.median, latencyMs.p95].map(Math.round);
    parts.push(`latency ${median} ms (median), ${p95} ms (95th percentile)`);
  }
  const more = facesSeen - faces.length;
  return [
    `${source}: ${parts.join(", ")}`,
    ...faces.map((face) => `  ${faceLine(face)}`),
    ...(faces.length === 0 ? ["  no face"] : []),
    ...(more > 0 ? [`  ${more} more face${more === 1 ? "" : "s"}, seen for less time`] : []),
  ].join("\n");
}

function faceLine({ id, seconds, emotions }: FaceSummary): string {
  const shares = Object.entries(emotions).filter(([, share]) => share >= leastShare)
    .map(([label, share]) => `${label} ${Math.round(share * 100)}%`);
  return `${id === undefined ? "faces" : `#${id}`} ${formatTime(seconds, 0)}: ${shares.join(", ")}`;
}
