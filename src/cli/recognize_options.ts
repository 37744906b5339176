import { OptionError } from "../errors.ts";
import type { OpenInputOptions } from "../source/open_input.ts";
import type { TrackerOptions } from "../track/tracker.ts";
import { choice, milliseconds, number, seconds, size } from "./option_values.ts";
import { optionsHelp, type OptionSpecs, type ParsedOptions } from "./options.ts";
import { COMMON_OPTIONS, RECOGNIZER_OPTIONS } from "./shared_options.ts";

const RAW_FORMATS = ["rgb24", "rgba", "gray", "yuv420p"] as const;

const PREVIEWS = ["window", "terminal"] as const;

/** The options of the main command. */
export const OPTIONS = {
  ...RECOGNIZER_OPTIONS,
  "smooth": { value: "TIME", help: "Average video over it, 0 for none [default: 300ms]" },
  "fps": { value: "N", help: "Frames a second to look at; a camera's rate" },
  "from": { value: "TIME", help: "Start of the part to look at: 12.5 or 1:02.5" },
  "to": { value: "TIME", help: "End of the part to look at" },
  "size": { short: "s", value: "WxH", help: "Size of a camera's frames, or of raw video" },
  "pixel-format": { short: "p", value: "NAME", help: "Of raw video: rgb24, rgba, gray, yuv420p" },
  "max-pixels": { value: "N", help: "Refuse larger pictures [default: 64000000]" },
  "camera": { short: "c", help: "Watch a camera: the first, or what INPUT names" },
  "list-cameras": { help: "Show the names of the cameras" },
  "input-args": { value: "ARGS", help: "Watch what ffmpeg reads: '-i rtsp://HOST/1'" },
  "stall": { value: "TIME", help: "Give up after so long without a frame [default: 10s]" },
  "reconnect": { help: "Open a source again that ended, failed or stalled" },
  "format": { short: "f", value: "NAME", help: "text, ndjson, csv, srt or vtt [default: text]" },
  "output": {
    short: "o",
    value: "FILE",
    help: "Draw into a .mp4, .webm, .gif, .jpg, .png or folder/",
  },
  "preview": {
    value: "WHERE",
    words: PREVIEWS,
    help: "Show the frames: window (by ffplay) or terminal",
  },
  "timeline": { value: "FILE", help: "Plot each face's emotion over time: .svg or .html" },
  "summary": { value: "FILE", help: "Write the closing summary as JSON" },
  "on-change": { value: "CMD", help: "Run 'CMD {id} {emotion} {confidence}' at a new label" },
  "mqtt": { value: "URL", help: "Publish the records to mqtt://HOST/TOPIC" },
  ...COMMON_OPTIONS,
  "version": { short: "V", help: "Show the version" },
} as const satisfies OptionSpecs;

const HEADINGS = {
  "model": "Faces and frames",
  "camera": "Live",
  "format": "Results",
  "quiet": "Other",
};

/** Its help text. */
export const HELP = `Name the emotion on every face in pictures, videos and pipes of frames.

Usage: deno run --allow-read cli.ts [options] [INPUT...]
       ffmpeg -i CLIP -f yuv4mpegpipe - | deno run --allow-read cli.ts [options]
       deno run -A cli.ts --camera [DEVICE]
       deno run --allow-read cli.ts eval --help      measure accuracy on a folder
       deno run --allow-read --allow-write cli.ts convert --help      bring a Keras network
       deno run --allow-read --allow-net cli.ts serve --help      serve predictions and a page

INPUT is a picture, a video, a directory or glob of pictures, or a URL that ffmpeg
reads. Without one, frames are read from standard input: PPM, PGM, YUV4MPEG2, MJPEG,
PNG, raw video with --size and --pixel-format, or whatever ffmpeg reads. Video files
and URLs need ffmpeg and --allow-run=ffmpeg.

${optionsHelp(OPTIONS, HEADINGS).trimStart()}

Exit codes: 0 done, 1 an input failed (the others were processed), 2 wrong usage,
130 or 143 ended by Ctrl-C or SIGTERM.

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
 * How to follow faces.
 *
 * @param options What the user gave.
 * @returns Options for `Tracker`.
 * @throws {OptionError} If a value is out of range.
 */
export function trackerOptions({ values }: RecognizeOptions): TrackerOptions {
  const smoothMs = milliseconds("smooth", values.smooth, "ms");
  return { ...(smoothMs !== undefined && { smoothMs }) };
}

/**
 * Where the frames are to be shown.
 *
 * @param options What the user gave.
 * @returns The place, or nothing where none was asked for.
 * @throws {OptionError} If it is another word.
 */
export function previewOption({ values }: RecognizeOptions): typeof PREVIEWS[number] | undefined {
  return choice("preview", values.preview, PREVIEWS);
}
