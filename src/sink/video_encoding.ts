import type { Frame } from "../image/frame.ts";

/** How a container's pictures and sound are encoded. */
export interface Container {
  /** ffmpeg's arguments for the pictures. */
  readonly video: readonly string[];
  /** Audio codecs that are copied. */
  readonly audioCopied: readonly string[];
  /** The encoder for other sound. Left out if the container has no sound. */
  readonly audioEncoder?: string;
  /** The channel layouts that this encoder takes, if not all. */
  readonly audioLayouts?: string;
}

/** The containers by file extension. */
export const CONTAINERS: Readonly<Record<string, Container>> = {
  mp4: {
    video: [
      ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
      ...["-movflags", "+faststart"],
    ],
    audioCopied: ["aac", "mp3", "ac3", "eac3", "alac", "opus"],
    audioEncoder: "aac",
  },
  webm: {
    video: [
      ...["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1"],
      ...["-crf", "30", "-b:v", "0", "-pix_fmt", "yuv420p"],
    ],
    audioCopied: ["opus", "vorbis"],
    audioEncoder: "libopus",
    audioLayouts: "7.1|6.1|5.1|5.0|quad|3.0|stereo|mono",
  },
  gif: { video: [], audioCopied: [] },
};

/** Players slow down GIFs with a higher frame rate. */
const maxGifRate = 50;

/**
 * The ffmpeg filters between our frames and the encoder.
 *
 * @param frame One of the frames.
 * @param kind The container.
 * @param rate Frames per second.
 * @returns The value of `-vf`.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { videoFilters } from "./video_encoding.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("yuv420p", 4, 2, new Uint8Array(12));
 * assert.equal(videoFilters(frame, "mp4", 25), "scale=in_range=tv:out_range=tv");
 * ```
 */
export function videoFilters(frame: Frame, kind: string, rate: number): string {
  const { width, height, fullRange, format, pixelAspect = 1 } = frame;
  const range = fullRange ? "pc" : "tv";
  if (kind === "gif") {
    // One palette per picture: a common one would need the whole video in memory.
    return [
      // A GIF's pixels are square.
      `scale=${Math.round(width * pixelAspect)}:${height}:in_range=${range}`,
      ...(rate > maxGifRate ? [`fps=${maxGifRate}`] : []),
      "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=bayer:bayer_scale=4",
    ].join(",");
  }
  const isRgb = format === "rgb24" || format === "rgba";
  // Players take unmarked video for BT.709 if it is HD, else for BT.601.
  const matrix = isRgb ? `:out_color_matrix=${height >= 720 ? "bt709" : "bt601"}` : "";
  // Halved chroma needs even sizes. A missing line is not visible, an added one would be.
  const isOdd = (width % 2 === 1 && width > 1) || (height % 2 === 1 && height > 1);
  const even = (size: number): number => Math.max(1, size - size % 2);
  return [
    ...(isOdd ? [`crop=${even(width)}:${even(height)}:0:0:exact=1`] : []),
    `scale=in_range=${range}:out_range=tv${matrix}`,
    ...(pixelAspect === 1 ? [] : [`setsar=${pixelAspect}:max=65535`]),
  ].join(",");
}
