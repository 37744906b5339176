import type { Frame } from "../image/frame.ts";

/**
 * The arguments for ffmpeg or ffplay to read raw frames from standard input.
 *
 * @param frame One of the frames, which are all of one size and format.
 * @param rate Frames per second.
 * @returns The arguments, the input included.
 */
export function rawInputArguments(
  { format, width, height }: Pick<Frame, "format" | "width" | "height">,
  rate: number,
): string[] {
  return [
    ...["-f", "rawvideo", "-pixel_format", format, "-video_size", `${width}x${height}`],
    ...["-framerate", String(rate), "-i", "pipe:0"],
  ];
}
