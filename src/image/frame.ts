import { InputError } from "../errors.ts";

/**
 * How the samples of a frame are laid out in memory, by ffmpeg's names: interleaved `rgb24` and
 * `rgba`, one plane of `gray`, or the planes Y, U and V in this order (`yuv420p`: chroma at half
 * width and height, `yuv422p`: at half width, `yuv444p`: at full size). Half sizes are rounded up.
 */
export type PixelFormat = "rgb24" | "rgba" | "gray" | "yuv420p" | "yuv422p" | "yuv444p";

/** Every {@linkcode PixelFormat}. */
export const pixelFormats: readonly PixelFormat[] = [
  "rgb24",
  "rgba",
  "gray",
  "yuv420p",
  "yuv422p",
  "yuv444p",
];

/** One picture in the layout of its source. It is not converted until it is sampled. */
export interface Frame {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Layout of {@linkcode Frame.data}. */
  readonly format: PixelFormat;
  /** The samples, 8 bits each, with no padding between rows or planes. */
  readonly data: Uint8Array;
  /** Width of a pixel divided by its height. @default {1} */
  readonly pixelAspect?: number;
  /** True if black to white is 0 to 255, false if it is 16 to 235 (most video). */
  readonly fullRange: boolean;
  /** Where the frame comes from: a path, a URL, or `-` for standard input. */
  readonly source: string;
  /** Position in the source, from 0, skipped frames included. */
  readonly index: number;
  /** Seconds since the start of the source. 0 for stills. */
  readonly time: number;
  /** True for a single picture, false for a frame of a video or stream. */
  readonly still: boolean;
  /** When the frame was captured from a live source, by `performance.now()`. */
  readonly capturedAt?: number;
}

/** Decoded samples and their layout. */
export type Pixels = Pick<Frame, "width" | "height" | "format" | "data">;

/** A picture of an animation. */
export interface AnimationFrame {
  /** The whole picture. */
  readonly pixels: Pixels;
  /** How long it is shown. */
  readonly durationMs: number;
}

/**
 * Computes how many bytes a frame takes.
 *
 * @param format Layout of the samples.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @returns The bytes of all planes together.
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

/** No camera or disc makes pixels that are longer than this. */
const longestPixel = 4;

/** Whether a pixel's width divided by its height is one that cameras and discs have. */
export function isPixelAspect(aspect: number): boolean {
  return aspect > 0 && Math.max(aspect, 1 / aspect) <= longestPixel;
}

/** Options of {@linkcode createFrame}. All fields may be left out. */
export interface FrameOptions {
  /** Whether black to white is 0 to 255. @default {true for rgb24, rgba and gray, false for the YUV layouts} */
  fullRange?: boolean;
  /** Width of a pixel divided by its height, 1/4 to 4. @default {1} */
  pixelAspect?: number;
  /** Where the frame comes from. @default {""} */
  source?: string;
  /** Position in the source. @default {0} */
  index?: number;
  /** Seconds since the start of the source, which increase from frame to frame of a video. @default {0} */
  time?: number;
  /** Whether the frame is a single picture. @default {false} */
  still?: boolean;
}

/**
 * Makes a frame from samples in memory.
 *
 * @param format Layout of `data`.
 * @param width Width in pixels.
 * @param height Height in pixels.
 * @param data The samples, which are kept and not copied.
 * @param options Where the frame comes from.
 * @returns The frame.
 * @throws {InputError} If the length of `data` does not match the layout and size, or an option is no
 * number of its kind.
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
  const refuse = (why: string): never => {
    throw new InputError("picture-invalid", `Cannot make a frame: ${why}`);
  };
  const { pixelAspect = 1, time = 0 } = options, expected = frameBytes(format, width, height);
  if (![width, height].every((side) => Number.isInteger(side) && side > 0)) {
    refuse(`its sides must be whole numbers above 0, not ${width}x${height}`);
  }
  if (data.length !== expected) {
    refuse(`${width}x${height} ${format} takes ${expected} bytes but got ${data.length}`);
  }
  if (!isPixelAspect(pixelAspect)) {
    refuse(`its pixels must be at most ${longestPixel} times as long as wide, not ${pixelAspect}`);
  }
  if (Number.isNaN(time)) refuse("its time is not a number");
  return {
    width,
    height,
    format,
    data,
    ...(options.pixelAspect !== undefined && { pixelAspect: options.pixelAspect }),
    fullRange: options.fullRange ?? !format.startsWith("yuv"),
    source: options.source ?? "",
    index: options.index ?? 0,
    time: options.time ?? 0,
    still: options.still ?? false,
  };
}
