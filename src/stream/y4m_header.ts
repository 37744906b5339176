import { InputError } from "../errors.ts";
import { isPixelAspect, type PixelFormat } from "../image/frame.ts";

/** The first line of a YUV4MPEG2 stream. */
export interface Y4mHeader {
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  /** Undefined if the header does not say. */
  readonly fullRange: boolean | undefined;
  /** Width of a pixel divided by its height, undefined if the header does not say. */
  readonly pixelAspect: number | undefined;
  /** Frames per second, undefined if the header does not say. */
  readonly rate: number | undefined;
}

const formats: Readonly<Record<string, PixelFormat>> = {
  "420": "yuv420p",
  "420jpeg": "yuv420p",
  "420mpeg2": "yuv420p",
  "420paldv": "yuv420p",
  "422": "yuv422p",
  "444": "yuv444p",
  "mono": "gray",
};

/**
 * Parses the first line of a YUV4MPEG2 stream. Its parameters may come in any order. Unknown ones
 * and interlacing are ignored.
 *
 * @param line The line without its line feed.
 * @param source The name of the stream, for errors.
 * @returns The header.
 * @throws {InputError} If the size is missing or the samples are of an unsupported kind.
 *
 * @example
 * ```ts
 * import { parseY4mHeader } from "./y4m_header.ts";
 * import assert from "node:assert/strict";
 *
 * const header = parseY4mHeader("YUV4MPEG2 W640 H480 F30000:1001 Ip C422", "-");
 * assert.equal(header.format, "yuv422p");
 * assert.equal(header.rate, 30000 / 1001);
 * ```
 *
 * ref: mjpegtools, yuv4mpeg(5)
 */
export function parseY4mHeader(line: string, source: string): Y4mHeader {
  let width = 0, height = 0, sampling = "420jpeg";
  let rate: number | undefined, fullRange: boolean | undefined, pixelAspect: number | undefined;
  for (const parameter of line.split(" ").slice(1)) {
    const value = parameter.slice(1);
    switch (parameter[0]) {
      case "W":
        width = wholeNumber(value);
        break;
      case "H":
        height = wholeNumber(value);
        break;
      case "F":
        rate = ratio(value);
        break;
      case "A":
        pixelAspect = ratio(value);
        if (!isPixelAspect(pixelAspect ?? 1)) pixelAspect = undefined; // A damaged header.
        break;
      case "C":
        sampling = value;
        break;
      case "X":
        if (value === "COLORRANGE=FULL") fullRange = true;
        if (value === "COLORRANGE=LIMITED") fullRange = false;
        break;
    }
  }
  if (width === 0 || height === 0) {
    throw new InputError(
      "stream-invalid",
      `Cannot read ${source}: its YUV4MPEG2 header gives no width or height`,
    );
  }
  const format = Object.hasOwn(formats, sampling) ? formats[sampling] : undefined;
  if (format === undefined) {
    const wanted = sampling.startsWith("mono") ? "gray" : "yuv420p";
    throw new InputError(
      "stream-invalid",
      `Cannot read ${source}: YUV4MPEG2 frames of kind C${sampling} are not supported, convert them with "ffmpeg ... -pix_fmt ${wanted} -f yuv4mpegpipe -"`,
    );
  }
  return { width, height, format, fullRange, pixelAspect, rate };
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function ratio(text: string): number | undefined {
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(text);
  const value = Number(match?.[1]) / Number(match?.[2]);
  return value > 0 && value < Infinity ? value : undefined;
}
