import { InputError } from "../errors.ts";

/**
 * How the samples of a frame lie in memory, by ffmpeg's names: interleaved `rgb24` and `rgba`, one
 * plane of `gray`, or planes Y, U, V one after the other (`yuv420p`: chroma halved both ways,
 * `yuv422p`: halved in width, `yuv444p`: whole). Halved sizes round up.
 */
export type PixelFormat = typeof pixelFormats[number];

/** Every {@linkcode PixelFormat}. */
export const pixelFormats = ["rgb24", "rgba", "gray", "yuv420p", "yuv422p", "yuv444p"] as const;

/** One picture in the layout of its source. Nothing is converted until somebody needs it. */
export interface Frame {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Layout of {@linkcode Frame.data}. */
  readonly format: PixelFormat;
  /** The samples, 8 bits each, rows and planes without padding. */
  readonly data: Uint8Array;
  /** True where 0 to 255 spans black to white, false where 16 to 235 does (most video). */
  readonly fullRange: boolean;
  /** What the frame came from: a path, a URL, or `-` for standard input. */
  readonly source: string;
  /** Position in the source, from 0, counted before any sampling. */
  readonly index: number;
  /** Seconds since the start of the source. 0 for stills. */
  readonly time: number;
  /** True of a picture that stands alone, false of one in a video or stream. */
  readonly still: boolean;
  /** When a live source gave the frame, by `performance.now()`. */
  readonly capturedAt?: number;
}

/**
 * How many bytes a frame takes.
 *
 * @param format Layout of the samples.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @returns Bytes of all planes together.
 *
 * @example
 * ```ts
 * import { frameBytes } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * assert.equal(frameBytes("yuv420p", 5, 3), 15 + 2 * (3 * 2));
 * ```
 */
export function frameBytes(format: PixelFormat, width: number, height: number): number {
  const halfWidth = (width + 1) >> 1, halfHeight = (height + 1) >> 1;
  switch (format) {
    case "rgb24":
      return width * height * 3;
    case "rgba":
      return width * height * 4;
    case "gray":
      return width * height;
    case "yuv420p":
      return width * height + 2 * halfWidth * halfHeight;
    case "yuv422p":
      return width * height + 2 * halfWidth * height;
    case "yuv444p":
      return width * height * 3;
  }
}

/** What {@linkcode createFrame} cannot know from the samples. All fields may be left out. */
export interface FrameOptions {
  /** Whether 0 to 255 spans black to white. @default {true for rgb24, rgba and gray, false for the YUV layouts} */
  fullRange?: boolean;
  /** What the frame comes from. @default {""} */
  source?: string;
  /** Position in the source. @default {0} */
  index?: number;
  /** Seconds. @default {0} */
  time?: number;
  /** Whether the frame is a picture that stands alone. @default {false} */
  still?: boolean;
}

/**
 * Makes a frame of samples that are already in memory.
 *
 * @param format Layout of `data`.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @param data The samples; kept, not copied.
 * @param options Where the frame comes from.
 * @returns The frame.
 * @throws {InputError} If `data` has not the length that the layout and size ask for.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("rgb24", 2, 1, new Uint8Array([255, 0, 0, 0, 0, 255]));
 * assert.equal(frame.fullRange, true);
 * ```
 */
export function createFrame(
  format: PixelFormat,
  width: number,
  height: number,
  data: Uint8Array,
  options: FrameOptions = {},
): Frame {
  const expected = frameBytes(format, width, height);
  if (!(width > 0 && height > 0) || data.length !== expected) {
    throw new InputError(
      "picture-invalid",
      `Cannot make a frame: ${width}x${height} ${format} takes ${expected} bytes but ${data.length} were given`,
    );
  }
  return {
    width,
    height,
    format,
    data,
    fullRange: options.fullRange ?? !format.startsWith("yuv"),
    source: options.source ?? "",
    index: options.index ?? 0,
    time: options.time ?? 0,
    still: options.still ?? false,
  };
}
