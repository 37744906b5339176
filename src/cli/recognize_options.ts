import { OptionError } from "../errors.ts";
import type { LiveFrames, Reconnection } from "../frame/live_source.ts";
import { openCamera } from "../frame/open_camera.ts";
import type { OpenInputOptions } from "../frame/open_input.ts";
import { openLiveInput } from "../frame/open_live_input.ts";
import { splitArguments } from "../frame/split_arguments.ts";
import type { TrackerOptions } from "../track/tracker.ts";
import { choice, milliseconds, number, seconds, size } from "./option_values.ts";
import { optionsHelp, type ParsedOptions } from "./options.ts";
import { COMMON_OPTIONS, RECOGNIZER_OPTIONS } from "./shared_options.ts";

const RAW_FORMATS = ["rgb24", "rgba", "gray", "yuv420p"] as const;

/** The options of the main command. */
export const OPTIONS = {
  "format": {
    short: "f",
    value: "NAME",
    help: "text, ndjson, csv, srt or vtt [default: text]",
  },
  ...RECOGNIZER_OPTIONS,
  "smooth": { value: "MS", help: "Average video over so many ms, 0 for none [default: 300]" },
  "camera": { short: "c", help: "Watch a camera: INPUT is its device, the first by default" },
  "list-cameras": { help: "Show the cameras" },
  "input-args": { value: "ARGS", help: "Watch what ffmpeg reads live with these arguments" },
  "stall": { value: "S", help: "Give up a live source after S silent seconds [default: 10]" },
  "reconnect": { help: "Open a live source again when it stalls or ends" },
  "output": { short: "o", value: "FILE", help: "Write .mp4, .webm, .gif, .jpg, .png or a folder/" },
  "preview": { help: "Show the frames in a window, by ffplay" },
  "preview-terminal": { help: "Show the frames in the terminal" },
  "timeline": { value: "FILE", help: "Plot each face's emotion over time: .svg or .html" },
  "summary": { value: "FILE", help: "Write the closing summary as JSON" },
  "on-change": { value: "CMD", help: "Run 'CMD {id} {emotion} {confidence}' at a new label" },
  "mqtt": { value: "URL", help: "Publish the records to mqtt://HOST/TOPIC" },
  "fps": { value: "N", help: "Look at N frames a second of a video; the rate of a camera" },
  "from": { value: "TIME", help: "Start of the part to look at: 12.5 or 1:02.5" },
  "to": { value: "TIME", help: "End of the part to look at" },
  "size": {
    short: "s",
    value: "WxH",
    help: "Size of a camera's frames, or of headerless raw video",
  },
  "pixel-format": { short: "p", value: "NAME", help: "Of raw video: rgb24, rgba, gray, yuv420p" },
  "max-pixels": { value: "N", help: "Refuse larger pictures [default: 64000000]" },
  ...COMMON_OPTIONS,
  "version": { short: "V", help: "Show the version" },
} as const;

/** Its help text. */
export const HELP = `Name the emotion on every face in pictures, videos and pipes of frames.

Usage: deno run --allow-read cli.ts [options] [INPUT...]
       ffmpeg -i CLIP -f yuv4mpegpipe - | deno run --allow-read cli.ts [options]
       deno run -A cli.ts --camera [DEVICE]
       deno run --allow-read cli.ts eval --help      measure accuracy on a folder
       deno run --allow-read --allow-write cli.ts convert --help      bring a Keras network

INPUT is a picture, a video, a directory or glob of pictures, or a URL that ffmpeg
reads. Without one, frames are read from standard input: PPM, PGM, YUV4MPEG2, MJPEG,
PNG, raw video with --size and --pixel-format, or whatever ffmpeg reads. Video files
and URLs need ffmpeg and --allow-run=ffmpeg.

Options:
${optionsHelp(OPTIONS)}

Exit codes: 0 done, 1 an input failed (the others were processed), 2 wrong usage,
130 interrupted.

An expression is not a feeling: read "Limits and responsible use" in README.md.`;

/** What the user gave to the main command. */
export type RecognizeOptions = ParsedOptions<keyof typeof OPTIONS>;

/**
 * How to read files and pipes.
 *
 * @param values The texts of the options.
 * @returns Options for `openInput` and `readFrames`.
 * @throws {OptionError} If a value is out of range.
 */
export function readingOptions({ values, flags }: RecognizeOptions): OpenInputOptions {
  const fps = number("fps", values.fps, { least: 0.001 });
  const from = seconds("from", values.from);
  const to = seconds("to", values.to);
  const dimensions = size("size", values.size);
  const format = choice("pixel-format", values["pixel-format"], RAW_FORMATS);
  const maxPixels = number("max-pixels", values["max-pixels"], { least: 1, whole: true });
  if (!flags.camera && (dimensions === undefined) !== (format === undefined)) {
    throw new OptionError(
      "option-invalid",
      "Cannot read raw video: --size and --pixel-format go together",
    );
  }
  return {
    ...(fps !== undefined && { fps }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(maxPixels !== undefined && { maxPixels }),
    ...(dimensions && format && { raw: { ...dimensions, format } }),
  };
}

/**
 * Opens the camera or the live input that the user asked for.
 *
 * @param options What the user gave.
 * @param signal Ends the frames.
 * @param onReconnect Takes a line when the source is opened again.
 * @returns The frames, or nothing where no live source was asked for.
 * @throws {OptionError} If the options do not go together or a value is out of range.
 */
export async function openLive(
  { values, flags, inputs }: RecognizeOptions,
  signal: AbortSignal,
  onReconnect: (line: string) => void,
): Promise<LiveFrames | undefined> {
  const given = values["input-args"];
  if (!flags.camera && given === undefined) return undefined;
  if ((flags.camera && given !== undefined) || inputs.length > (flags.camera ? 1 : 0)) {
    throw new OptionError(
      "option-invalid",
      "Cannot watch several live sources: give --camera with at most one device, or --input-args alone",
    );
  }
  const stallS = number("stall", values.stall, { least: 0.1 });
  const options = {
    signal,
    reconnect: flags.reconnect ?? false,
    onReconnect: ({ reason, delayMs }: Reconnection) =>
      onReconnect(`${reason}; opening it again in ${delayMs / 1000} s`),
    ...(stallS !== undefined && { stallMs: stallS * 1000 }),
  };
  if (given !== undefined) return openLiveInput(await splitArguments(given), options);
  const fps = number("fps", values.fps, { least: 1 });
  const dimensions = size("size", values.size);
  return openCamera({
    ...options,
    ...(inputs[0] !== undefined && { device: inputs[0] }),
    ...(fps !== undefined && { fps }),
    ...(dimensions && { size: dimensions }),
  });
}

/**
 * How to follow faces.
 *
 * @param options What the user gave.
 * @returns Options for `Tracker`.
 * @throws {OptionError} If a value is out of range.
 */
export function trackerOptions({ values }: RecognizeOptions): TrackerOptions {
  const smoothMs = milliseconds("smooth", values.smooth);
  return { ...(smoothMs !== undefined && { smoothMs }) };
}
