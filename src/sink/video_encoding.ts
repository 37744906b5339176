import type { Frame } from "../image/frame.ts";

/** What a container holds, and how we fill it. */
export interface Container {
  /** ffmpeg's arguments for the pictures. */
  readonly video: readonly string[];
  /** Sound that is taken over as it is. */
  readonly audioCopied: readonly string[];
  /** What other sound is turned into; none where the container has no sound. */
  readonly audioEncoder?: string;
  /** The channel layouts that this encoder takes, where it is not all. */
  readonly audioLayouts?: string;
}

/** The containers that we write, by the ending of the file's name. */
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

/** The shortest time between two pictures of a GIF that players keep to, as a rate. */
const maxGifRate = 50;

/**
 * The filters between our frames and the encoder.
 *
 * @param frame One of the frames.
 * @param kind The container.
 * @param rate Frames a second.
 * @returns What follows `-vf`.
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
  const { width, height, fullRange, format } = frame;
  const range = fullRange ? "pc" : "tv";
  if (kind === "gif") {
    // A palette a picture: one for all would hold the whole video in memory.
    return [
      `scale=in_range=${range}`,
      ...(rate > maxGifRate ? [`fps=${maxGifRate}`] : []),
      "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=bayer:bayer_scale=4",
    ].join(",");
  }
  const isRgb = format === "rgb24" || format === "rgba";
  // Players take video that does not say for BT.709 where it is HD, else for BT.601.
  const matrix = isRgb ? `:out_color_matrix=${height >= 720 ? "bt709" : "bt601"}` : "";
  // Halved chroma needs even sizes; a line less is not seen, a line more would be.
  const isOdd = (width % 2 === 1 && width > 1) || (height % 2 === 1 && height > 1);
  const even = (size: number): number => Math.max(1, size - size % 2);
  return [
    ...(isOdd ? [`crop=${even(width)}:${even(height)}:0:0:exact=1`] : []),
    `scale=in_range=${range}:out_range=tv${matrix}`,
  ].join(",");
}
