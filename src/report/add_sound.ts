import { basename, dirname, extname, join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { isUrl } from "../frame/expand_input.ts";
import { hidePassword } from "../frame/hide_password.ts";
import { outputErrors } from "./output_errors.ts";
import { startProgram } from "./program.ts";
import { CONTAINERS } from "./video_encoding.ts";

/** A video that lacks its sound. */
export interface SilentVideo {
  /** The file, which is replaced. */
  readonly path: string;
  /** The key of its container. */
  readonly kind: string;
  /** The file or URL that has the sound. */
  readonly source: string;
  /** Where in the source the video begins, in seconds. */
  readonly from: number;
  /** The video's length in seconds. */
  readonly durationS: number;
  /** If more of the sound would be left after it, the sound is cut to its length. */
  readonly tailS: number;
}

/**
 * Gives a video the sound that belongs to it: as it is where the container takes it, else encoded.
 * Nothing happens where the source has no sound or no end.
 *
 * @param video The video and where its sound is.
 * @throws {EnvironmentError} If ffmpeg fails; the video remains as it was.
 */
export async function addSound(video: SilentVideo): Promise<void> {
  const { path, source, from, durationS, tailS } = video;
  const container = CONTAINERS[video.kind]!;
  if (container.audioEncoder === undefined) return;
  const input = isUrl(source) ? source : `file:${source}`;
  const sound = await probe(input);
  if (sound === undefined || sound.codecs.length === 0) return;
  const isCut = sound.durationS - from > durationS + tailS;
  const codecs = sound.codecs.flatMap((codec, i) => [
    `-c:a:${i}`,
    container.audioCopied.includes(codec) ? "copy" : container.audioEncoder!,
  ]);
  const suffix = extname(path);
  const whole = join(dirname(path), `.${basename(path, suffix)}.${Deno.pid}${suffix}`);
  const args = [
    ...["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+error", "-y"],
    ...["-i", `file:${path}`],
    ...(from > 0 ? ["-ss", from.toFixed(6)] : []),
    ...(isCut ? ["-t", durationS.toFixed(6)] : []),
    ...["-i", input, "-map", "0:v", "-map", "1:a", "-c:v", "copy", ...codecs],
    ...(video.kind === "mp4" ? ["-movflags", "+faststart"] : []),
    `file:${whole}`,
  ];
  const action = `Cannot add the sound of ${hidePassword(source)} to ${path}`;
  try {
    const { log, ended } = startProgram("ffmpeg", args, { action });
    if (!(await ended).success) {
      const state = log.lastError ?? "ffmpeg gave no message";
      throw new EnvironmentError("ffmpeg-failed", `${action}: ${state}`);
    }
    await outputErrors(path, () => Deno.rename(whole, path));
  } catch (error) {
    await Deno.remove(whole).catch(() => {});
    throw error;
  }
}

/**
 * Makes sure, before the work, that there will be room beside a video for one with sound.
 *
 * @param path The video.
 * @throws {EnvironmentError} If its folder may not be written.
 */
export async function requestSoundPermission(path: string): Promise<void> {
  const folder = dirname(path);
  const { state } = await Deno.permissions.request({ name: "write", path: folder });
  if (state === "granted") return;
  throw new EnvironmentError(
    "permission-missing",
    `Cannot write ${path}: to add the sound it needs the permission --allow-write=${folder}`,
  );
}

/** What sound an input has, and its length; nothing of what goes on for ever. */
async function probe(input: string): Promise<{ codecs: string[]; durationS: number } | undefined> {
  const codecs: string[] = [];
  const { log, ended } = startProgram("ffmpeg", [
    ...["-nostdin", "-hide_banner", "-loglevel", "level+info", "-i", input],
  ], {
    action: `Cannot read the sound of ${hidePassword(input)}`,
    onLine: (line) => {
      const audio = /^\[info\]\s+Stream #.*: Audio: (\w+)/.exec(line);
      if (audio !== null) codecs.push(audio[1]!);
    },
  });
  await ended; // It fails, as it is told of no output.
  return log.durationS === undefined ? undefined : { codecs, durationS: log.durationS };
}
