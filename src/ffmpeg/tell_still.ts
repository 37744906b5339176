import type { Frame } from "../image/frame.ts";
import type { FfmpegLog } from "./ffmpeg_log.ts";

/**
 * Tells a still from a video.
 *
 * @param frames What ffmpeg decodes.
 * @param log Its log, which names the format from the first frame on.
 * @returns The frames. The only frame of a format for pictures is a still.
 */
export async function* tellStill(
  frames: AsyncIterable<Frame>,
  log: FfmpegLog,
): AsyncGenerator<Frame> {
  let first: Frame | undefined, count = 0;
  for await (const frame of frames) {
    if (++count === 1 && log.isPicture) {
      first = frame;
      continue;
    }
    if (first !== undefined) yield first;
    first = undefined;
    yield frame;
  }
  if (first !== undefined) yield { ...first, still: true };
}
