import { hidePassword } from "../ffmpeg/hide_password.ts";
import { kill } from "../ffmpeg/kill.ts";
import { startProgram } from "../ffmpeg/start_program.ts";
import { ByteReader } from "../stream/byte_reader.ts";
import { takeStill } from "../stream/take_still.ts";
import { watchStall } from "../stream/watch_stall.ts";

/** How {@linkcode takeUrlStill} reads. */
export interface UrlStillOptions {
  /** Refuse pictures with more pixels. */
  readonly maxPixels?: number | undefined;
  /** Ends the reading by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without data after which the URL counts as stalled. */
  readonly stallMs?: number | undefined;
}

/**
 * Reads a picture from the web as it is, through ffmpeg, as that takes no other permission.
 *
 * @param url The URL.
 * @param options The limit, and what ends the reading.
 * @returns The picture, encoded, or undefined if there is anything else.
 * @throws {InputError} If the picture is too large, or stalls.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function takeUrlStill(
  url: string,
  { maxPixels, signal, stallMs }: UrlStillOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const source = hidePassword(url);
  const input = ["-probesize", "32", "-f", "data", "-i", url];
  const args = ["-nostdin", "-v", "quiet", ...input, "-map", "0", "-c", "copy", "-f", "data", "-"];
  const action = `Cannot read ${source}`;
  const { child, ended } = startProgram("ffmpeg", args, { action, stdout: true });
  const reader = new ByteReader(child.stdout, signal, watchStall(source, stallMs));
  try {
    const content = await takeStill({ reader, source, maxPixels });
    return content instanceof Uint8Array ? content : undefined;
  } finally {
    kill(child);
    await Promise.all([reader.close(), ended]);
  }
}
