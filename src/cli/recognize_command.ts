import config from "../../deno.json" with { type: "json" };
import { MienError, OptionError } from "../errors.ts";
import { expandInput } from "../frame/expand_input.ts";
import type { Frame } from "../frame/frame.ts";
import { type FrameSource, openInput, type OpenInputOptions } from "../frame/open_input.ts";
import { readFrames } from "../frame/read_frames.ts";
import { Recognizer } from "../recognizer.ts";
import { RESULT_FORMATS, resultFormatter } from "../report/format_result.ts";
import { choice, number, seconds, size } from "./option_values.ts";
import { optionsHelp, type ParsedOptions, parseOptions } from "./options.ts";
import { note, writeLine } from "./output.ts";
import { Progress } from "./progress.ts";
import { COMMON_OPTIONS, RECOGNIZER_OPTIONS, recognizerOptions } from "./shared_options.ts";

const RAW_FORMATS = ["rgb24", "rgba", "gray", "yuv420p"] as const;

const OPTIONS = {
  "format": { short: "f", value: "NAME", help: "text, ndjson or csv [default: text]" },
  ...RECOGNIZER_OPTIONS,
  "fps": { value: "N", help: "Look at N frames a second of a video [default: all]" },
  "from": { value: "TIME", help: "Start of the part to look at: 12.5 or 1:02.5" },
  "to": { value: "TIME", help: "End of the part to look at" },
  "size": { short: "s", value: "WxH", help: "Size of headerless raw video, with --pixel-format" },
  "pixel-format": { short: "p", value: "NAME", help: "rgb24, rgba, gray or yuv420p" },
  "max-pixels": { value: "N", help: "Refuse larger pictures [default: 64000000]" },
  ...COMMON_OPTIONS,
  "version": { short: "V", help: "Show the version" },
} as const;

const HELP = `Name the emotion on every face in pictures, videos and pipes of frames.

Usage: deno run --allow-read cli.ts [options] [INPUT...]
       ffmpeg -i CLIP -f yuv4mpegpipe - | deno run --allow-read cli.ts [options]
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

/**
 * `cli.ts`: prints what the frames of the inputs show.
 *
 * @param args The arguments.
 * @param signal Interrupts the run.
 * @returns The exit code.
 * @throws {MienError} If the options or the model cannot be used.
 */
export async function recognizeCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const piped = options.inputs.length === 0;
  if (options.flags.version) return await writeLine(`mien ${config.version}`), 0;
  if (options.flags.help || (piped && Deno.stdin.isTerminal())) {
    return await writeLine(HELP), 0;
  }
  const format = choice("format", options.values.format, RESULT_FORMATS) ?? "text";
  const reading = { ...readingOptions(options.values), signal };
  const isProgressShown = !options.flags.quiet && Deno.stderr.isTerminal() &&
    !Deno.stdout.isTerminal();
  using recognizer = await Recognizer.load(recognizerOptions(options));
  using progress = new Progress(isProgressShown);
  let failed = false;

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof MienError) || error instanceof OptionError) throw error;
      failed = true;
      progress.clear();
      note(`mien: ${error.message}`);
    }
  }

  const paths: string[] = [];
  for (const input of options.inputs) {
    await attempt(async () => void paths.push(...await expandInput(input)));
  }
  const formatter = resultFormatter(format, recognizer.labels, paths.length > 1);
  if (formatter.header !== undefined) await writeLine(formatter.header);

  async function run(
    frames: Partial<FrameSource> & AsyncIterable<Frame>,
    input = 0,
  ): Promise<void> {
    const { from = 0, to = Infinity } = reading;
    for await (const frame of frames) {
      signal.throwIfAborted();
      const record = await recognizer.recognize(frame);
      await writeLine(formatter.format(record, frame.still));
      if (frame.still) {
        progress.step(frame.source, "pictures", input + 1, paths.length);
      } else {
        const { durationS } = frames;
        const lengthS = durationS && Math.min(durationS, to) - from;
        progress.step(frame.source, "frames", frame.time - from, lengthS);
      }
    }
  }
  if (piped) await attempt(() => run(readFrames(Deno.stdin.readable, reading)));
  for (const [i, path] of paths.entries()) await attempt(() => run(openInput(path, reading), i));
  return failed ? 1 : 0;
}

function readingOptions(values: ParsedOptions<keyof typeof OPTIONS>["values"]): OpenInputOptions {
  const fps = number("fps", values.fps, { least: 0.001 });
  const from = seconds("from", values.from);
  const to = seconds("to", values.to);
  const dimensions = size("size", values.size);
  const format = choice("pixel-format", values["pixel-format"], RAW_FORMATS);
  const maxPixels = number("max-pixels", values["max-pixels"], { least: 1, whole: true });
  if ((dimensions === undefined) !== (format === undefined)) {
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
