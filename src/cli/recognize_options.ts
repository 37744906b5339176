import { OptionError } from "../errors.ts";
import { defaultMaxPixels } from "../image/check_size.ts";
import { pixelFormats } from "../image/frame.ts";
import type { Options } from "../options/option.ts";
import {
  ENGINE_OPTIONS,
  RECOGNIZER_OPTIONS,
  WORKERS_OPTIONS,
} from "../options/recognizer_options.ts";
import { RECORD_FORMATS, type RecordFormat } from "../record/formats.ts";
import type { OpenInputOptions } from "../source/open_input.ts";
import { defaultStallMs } from "../stream/watch_stall.ts";
import { defaultBaseline } from "../pipeline.ts";
import { defaultSmoothMs } from "../track/tracker.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import type { ParsedSettings } from "./parse_settings.ts";
import { pick } from "./pick.ts";

const FACE_OPTIONS = {
  ...RECOGNIZER_OPTIONS,
  ...ENGINE_OPTIONS,
  ...WORKERS_OPTIONS,
  smoothMs: {
    kind: "duration",
    name: "smooth",
    unit: "ms",
    placeholder: "TIME",
    default: defaultSmoothMs,
    help: "Smooth faces in video over this time, 0 for off",
  },
  baseline: {
    kind: "baseline",
    takesPictures: true,
    placeholder: "HOW",
    default: defaultBaseline,
    help:
      "Read each face relative to how it looks at rest: off, auto (learned in video), 3s (the " +
      "first seconds of a face), or neutral pictures of the person, with commas between",
  },
} as const satisfies Options;

const INPUT_OPTIONS = {
  fps: {
    kind: "number",
    placeholder: "N",
    min: 0.001,
    help: "Process N frames per second; with a camera, its frame rate",
  },
  from: { kind: "time", placeholder: "TIME", help: "Start at this time: 12.5 or 1:02.5" },
  to: { kind: "time", placeholder: "TIME", help: "Stop at this time" },
  size: {
    kind: "size",
    short: "s",
    placeholder: "WxH",
    help: "Frame size of a camera or of raw video",
  },
  pixelFormat: {
    kind: "choice",
    short: "p",
    placeholder: "NAME",
    choices: pixelFormats,
    help: "Pixel format of raw video",
  },
  maxPixels: {
    kind: "integer",
    placeholder: "N",
    min: 1,
    default: defaultMaxPixels,
    help: "Refuse pictures with more pixels",
  },
} as const satisfies Options;

const LIVE_OPTIONS = {
  camera: { kind: "flag", short: "c", help: "Watch a camera: INPUT, or the first one" },
  listCameras: { kind: "flag", help: "List the cameras" },
  inputArgs: {
    kind: "text",
    placeholder: "ARGS",
    help: "Watch what ffmpeg opens with these arguments, such as '-i rtsp://HOST/1'",
  },
  stallMs: {
    kind: "duration",
    name: "stall",
    unit: "s",
    placeholder: "TIME",
    default: defaultStallMs,
    help: "Give up when a live source, pipe or URL gives nothing for this time",
  },
  reconnect: { kind: "flag", help: "Open the source again when it ends, fails or stalls" },
} as const satisfies Options;

const RESULT_OPTIONS = {
  format: {
    kind: "choice",
    short: "f",
    placeholder: "NAME",
    choices: Object.keys(RECORD_FORMATS) as RecordFormat[],
    default: "text",
    help: "Output format",
  },
  verbose: {
    kind: "flag",
    short: "v",
    help: "Print every frame of a video as text, and where its faces are",
  },
  output: {
    kind: "text",
    short: "o",
    placeholder: "FILE",
    help: "Draw the faces into a .mp4, .webm, .gif, .jpg or .png file, or one file per input " +
      "into FOLDER/",
  },
  preview: {
    kind: "choice",
    placeholder: "WHERE",
    choices: ["window", "terminal"],
    implied: "window",
    help: "Show the frames",
  },
  timeline: {
    kind: "text",
    placeholder: "FILE",
    help: "Plot each face's emotion over time into a .svg or .html file",
  },
  noThumbnails: { kind: "flag", help: "No pictures of the faces in a timeline's page" },
  summary: { kind: "text", placeholder: "FILE", help: "Write the closing summary as JSON" },
  onChange: {
    kind: "text",
    placeholder: "CMD",
    help: "Run CMD when a face's label changes, such as 'notify-send {id} {emotion} {confidence}'",
  },
  mqtt: { kind: "text", placeholder: "URL", help: "Publish the records to mqtt://HOST/TOPIC" },
} as const satisfies Options;

const OTHER_OPTIONS = {
  listModels: { kind: "flag", help: "List the bundled models" },
  ...COMMON_OPTIONS,
  version: { kind: "flag", short: "V", help: "Show the version" },
} as const satisfies Options;

/** The options of the main command, by heading. */
export const OPTION_GROUPS = {
  "Faces": FACE_OPTIONS,
  "Input": INPUT_OPTIONS,
  "Live input": LIVE_OPTIONS,
  "Results": RESULT_OPTIONS,
  "Other": OTHER_OPTIONS,
} as const;

/** The options of the main command. */
export const OPTIONS = {
  ...FACE_OPTIONS,
  ...INPUT_OPTIONS,
  ...LIVE_OPTIONS,
  ...RESULT_OPTIONS,
  ...OTHER_OPTIONS,
} as const satisfies Options;

/** What the user asked of the main command. */
export type RecognizeSettings = ParsedSettings<typeof OPTIONS>;

/**
 * How to read files and pipes.
 *
 * @param settings What the user asked for.
 * @returns Options for `openInput` and `readFrames`.
 * @throws {OptionError} If raw video lacks its size or its pixel format.
 */
export function readingOptions(settings: RecognizeSettings): OpenInputOptions {
  const { size, pixelFormat, camera } = settings;
  if (!camera && (size === undefined) !== (pixelFormat === undefined)) {
    throw new OptionError(
      "option-invalid",
      "Cannot read raw video: --size and --pixel-format go together",
    );
  }
  return {
    ...pick(settings, "fps", "from", "to", "maxPixels", "stallMs"),
    ...(size && pixelFormat && { raw: { ...size, format: pixelFormat } }),
  };
}
