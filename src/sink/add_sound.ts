import { basename, dirname, extname, join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { isUrl } from "../source/expand_input.ts";
import { keepingGaps } from "../ffmpeg/ffmpeg_arguments.ts";
import { hidePassword } from "../ffmpeg/hide_password.ts";
import { outputErrors } from "./output_errors.ts";
import { requestPermission } from "./permissions.ts";
import { startProgram } from "../ffmpeg/start_program.ts";
import { type Container, CONTAINERS } from "./video_encoding.ts";

/** ffmpeg's names for sound that it can neither decode nor copy. */
const unknownCodecs = ["none", "unknown_codec"];

/** A video without its sound. */
export interface SilentVideo {
  /** The file, which is replaced. */
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  /** Its container, a key of `CONTAINERS`. */
  readonly kind: string;
  /** The file or URL with the sound. */
  readonly source: string;
  /** Where the video starts in the source, in seconds. */
  readonly from: number;
  /** The video's length in seconds. */
  readonly durationS: number;
  /** Sound that outlasts the video by more than this is cut to the video's length. In seconds. */
  readonly tailS: number;
}

/**
 * Adds the sound of its source to a video: copied if the container can hold it, else encoded. Sound
 * that ffmpeg does not know is left out. A source without sound or without an end adds nothing.
 *
 * @param video The video and its source.
 * @throws {EnvironmentError} If ffmpeg fails. The video is then left as it was.
 */
export async function addSound(video: SilentVideo): Promise<void> {
  const { path, name, source, from, durationS, tailS } = video;
  const container = CONTAINERS[video.kind]!;
  if (container.audioEncoder === undefined) return;
  const input = isUrl(source) ? source : `file:${source}`;
  const sound = await probe(input);
  if (sound === undefined || sound.codecs.size === 0) return;
  const isCut = sound.durationS - from > durationS + tailS;
  const suffix = extname(path);
  const whole = join(dirname(path), `.${basename(path, suffix)}.${Deno.pid}${suffix}`);
  const args = [
    ...["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+error", "-y"],
    ...["-i", `file:${path}`, ...keepingGaps],
    ...(from > 0 ? ["-ss", from.toFixed(6)] : []),
    ...(isCut ? ["-t", durationS.toFixed(6)] : []),
    ...["-i", input, "-map", "0:v", "-c:v", "copy"],
    ...soundArguments(sound.codecs, container),
    ...(video.kind === "mp4" ? ["-movflags", "+faststart"] : []),
    `file:${whole}`,
  ];
  const action = `Cannot add the sound of ${hidePassword(source)} to ${name}`;
  try {
    const { log, ended } = startProgram("ffmpeg", args, { action });
    if (!(await ended).success) {
      const state = log.lastError ?? "ffmpeg gave no message";
      throw new EnvironmentError("ffmpeg-failed", `${action}: ${state}`);
    }
    await outputErrors(name, () => Deno.rename(whole, path));
  } catch (error) {
    await Deno.remove(whole).catch(() => {});
    throw error;
  }
}

/**
 * Asks, before the work starts, for the permission to write a version with sound beside a video.
 *
 * @param path The video.
 * @throws {EnvironmentError} If writing to its folder is not permitted.
 */
export async function requestSoundPermission(path: string): Promise<void> {
  const folder = dirname(path);
  const message = `Cannot write ${path}: adding the sound needs to write to ${folder}`;
  await requestPermission({ name: "write", path: folder }, message);
}

/** ffmpeg's arguments for each stream of sound. */
function soundArguments(codecs: Map<string, string>, container: Container): string[] {
  const { audioCopied, audioEncoder, audioLayouts } = container;
  return [...codecs].flatMap(([index, codec], i) => {
    const map = ["-map", `1:${index}`];
    if (audioCopied.includes(codec)) return [...map, `-c:a:${i}`, "copy"];
    const filter = audioLayouts && [`-filter:a:${i}`, `aformat=channel_layouts=${audioLayouts}`];
    return [...map, `-c:a:${i}`, audioEncoder!, ...(filter ?? [])];
  });
}

/** The codecs of an input's sound by stream, and its length, or `undefined` if it has no end. */
async function probe(
  input: string,
): Promise<{ codecs: Map<string, string>; durationS: number } | undefined> {
  const codecs = new Map<string, string>();
  const { log, ended } = startProgram("ffmpeg", [
    ...["-nostdin", "-hide_banner", "-loglevel", "level+info", "-i", input],
  ], {
    action: `Cannot read the sound of ${hidePassword(input)}`,
    onLine: (line) => {
      const [, index, codec] = /^\[info\]\s+Stream #0:(\d+).*?: Audio: (\w+)/.exec(line) ?? [];
      if (index !== undefined && !unknownCodecs.includes(codec!)) codecs.set(index, codec!);
    },
  });
  await ended; // It fails, as it has no output.
  return log.durationS === undefined ? undefined : { codecs, durationS: log.durationS };
}
