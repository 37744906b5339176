import { abortable } from "../async/abortable.ts";
import { watchStall } from "../stream/watch_stall.ts";
import { hidePassword } from "./hide_password.ts";
import { kill } from "./kill.ts";
import { startProgram } from "./start_program.ts";

/** Protocols of what is sent as it happens. */
const liveProtocols = /^(rtsps?|rtmp(e|s|t|te|ts)?|udp|rtp|srt):/i;

/**
 * Tells whether a URL or a playlist goes on without an end, so that only its newest frame matters.
 *
 * @param input A URL or path.
 * @param options How long to wait for a playlist.
 * @returns Whether its protocol is one of live streams, or it is an `.m3u8` list that may still grow.
 * @throws {InputError} If a playlist stalls (`source-stalled`).
 * @throws {EnvironmentError} If ffmpeg, which opens playlists, is missing or may not be run.
 *
 * @example
 * ```ts
 * import { isEndless } from "./is_endless.ts";
 * import assert from "node:assert/strict";
 *
 * assert(await isEndless("rtsp://door.local/1"));
 * assert(!await isEndless("https://example.org/clip.mp4"));
 * ```
 */
export async function isEndless(
  input: string,
  { stallMs, signal }: { stallMs?: number; signal?: AbortSignal } = {},
): Promise<boolean> {
  if (liveProtocols.test(input)) return true;
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(input);
  const path = isUrl ? input.replace(/[?#].*/s, "") : input;
  if (!/\.m3u8?$/i.test(path)) return false;
  let hasNoLength = false;
  const url = isUrl ? input : `file:${input}`;
  const args = ["-nostdin", "-hide_banner", "-loglevel", "level+info", "-i", url];
  const source = hidePassword(input), watch = watchStall(source, stallMs);
  const { child, ended } = startProgram("ffmpeg", args, {
    action: `Cannot read ${source}`,
    onLine(line) {
      watch?.touch();
      hasNoLength ||= /^\[info\]\s+Duration: N\/A/.test(line);
    },
  });
  try {
    const done = watch?.during(ended) ?? ended;
    await (signal ? abortable(done, signal) : done); // It fails, as it has no output.
    return hasNoLength;
  } finally {
    kill(child);
    await ended;
  }
}
