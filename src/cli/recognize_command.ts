import config from "../../deno.json" with { type: "json" };
import { EnvironmentError, messageOf, MienError, OptionError } from "../errors.ts";
import { expandInput } from "../source/expand_input.ts";
import type { Frame } from "../image/frame.ts";
import { listCameras } from "../source/camera/list_cameras.ts";
import { openInput } from "../source/open_input.ts";
import { readFrames } from "../source/read_frames.ts";
import { recognizeFrames } from "../pipeline.ts";
import { Recognizer } from "../recognizer.ts";
import type { FrameResult } from "../result.ts";
import { RESULT_FORMATS, resultFormatter } from "../record/format_result.ts";
import { formatSummary, writeSummaries } from "../record/format_summary.ts";
import { touchOutput } from "../sink/output_errors.ts";
import { type SourceSummary, Summary } from "../record/summary.ts";
import { WindowPreview } from "../sink/window_preview.ts";
import { errorsOf } from "./errors_of.ts";
import { openLive } from "./open_live.ts";
import { openSinks } from "./open_sinks.ts";
import { choice } from "./option_values.ts";
import { parseOptions } from "./options.ts";
import { note, writeLine } from "./output.ts";
import { Progress } from "./progress.ts";
import {
  HELP,
  OPTIONS,
  previewOption,
  readingOptions,
  trackerOptions,
} from "./recognize_options.ts";
import { recognizerOptions } from "./shared_options.ts";

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
  const { values, flags, inputs } = options;
  const format = choice("format", values.format, RESULT_FORMATS) ?? "text";
  const preview = previewOption(options);
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  using progress = new Progress(
    !flags.quiet && Deno.stderr.isTerminal() && !Deno.stdout.isTerminal() &&
      preview !== "terminal",
  );
  const tell = (line: string): void => {
    progress.clear();
    note(line);
  };
  const say = (message: string): void => tell(`mien: ${message}`);
  if (flags.version) return await writeLine(`mien ${config.version}`), 0;
  if (flags.help) return await writeLine(HELP), 0;
  if (flags["list-cameras"]) return await printCameras();
  const live = await openLive(options, stopped, say);
  const piped = live === undefined && inputs.length === 0;
  if (piped && Deno.stdin.isTerminal()) return await writeLine(HELP), 0;
  const reading = { ...readingOptions(options), signal: stopped };
  const tracking = trackerOptions(options);
  using recognizer = await Recognizer.load(recognizerOptions(options));
  signal.throwIfAborted();
  let failed = false;
  const fail = (message: string): void => {
    failed = true;
    say(message);
  };

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const errors = errorsOf(error).filter((it) => it !== stop.signal.reason);
      if (errors.some((it) => !(it instanceof MienError) || it instanceof OptionError)) throw error;
      errors.forEach((it) => fail(messageOf(it)));
    }
  }

  const paths: string[] = [];
  for (const input of live ? [] : inputs) {
    await attempt(async () => void paths.push(...await expandInput(input)));
  }
  if ((format === "srt" || format === "vtt") && paths.length > 1) {
    throw new OptionError(
      "option-invalid",
      `Cannot write ${paths.length} inputs as ${format}: give one`,
    );
  }
  const summaries: SourceSummary[] = [];
  await using stack = new AsyncDisposableStack();
  const sinks = await openSinks(stack, options, paths, {
    signal: stopped,
    close: () => stop.abort(),
    say,
    tell,
  });
  const { summary: summaryPath } = values;
  if (summaryPath !== undefined) {
    await touchOutput(summaryPath);
    stack.defer(() => writeSummaries(summaryPath, summaries));
  }
  const printsLines = preview !== "terminal" || !Deno.stdout.isTerminal();
  const formatter = resultFormatter(format, recognizer.labels, paths.length > 1);
  const print = async (text: string | undefined): Promise<void> => {
    if (text && printsLines) await writeLine(text);
  };
  await print(formatter.header);

  async function show(record: FrameResult, frame: Frame): Promise<void> {
    for (const sink of sinks) {
      try {
        await sink.write(record, frame);
      } catch (error) {
        // No result is lost because of a window, which tells its failure once and shows no more.
        if (!(sink instanceof WindowPreview && error instanceof EnvironmentError)) throw error;
        fail(error.message);
      }
    }
  }

  async function run(
    frames: AsyncIterable<Frame> & { durationS?: number | undefined; dropped?: number },
    input = 0,
  ): Promise<void> {
    const { from = 0, to = Infinity } = reading;
    const summary = new Summary();
    let isVideo = false, isWhole = false;
    await using ending = new AsyncDisposableStack();
    for (const sink of sinks) ending.defer(async () => await sink.endSource?.());
    try {
      const observations = recognizeFrames(recognizer, frames, { ...tracking, signal: stopped });
      for await (const { frame, record } of observations) {
        if (!frame.still) {
          isVideo = true;
          summary.add(record);
        }
        await print(formatter.format(record, frame.still));
        await show(record, frame);
        if (frame.still) {
          progress.step(frame.source, "pictures", input + 1, paths.length);
        } else {
          const { durationS } = frames;
          const lengthS = durationS && Math.min(durationS, to) - from;
          progress.step(frame.source, "frames", frame.time - from, lengthS);
        }
      }
      isWhole = true;
    } finally {
      if (isVideo) {
        const summed = summary.finish();
        summaries.push(summed);
        if (!flags.quiet && (isWhole || live)) tell(formatSummary(summed));
        await print(formatter.finish?.());
      }
    }
  }
  if (live) await attempt(() => run(live));
  else if (piped) await attempt(() => run(readFrames(Deno.stdin.readable, reading)));
  for (const [i, path] of paths.entries()) await attempt(() => run(openInput(path, reading), i));
  await stack.disposeAsync();
  signal.throwIfAborted();
  return failed ? 1 : 0;
}

async function printCameras(): Promise<number> {
  const cameras = await listCameras();
  for (const { device, name } of cameras) await writeLine(`${device}  ${name}`);
  if (cameras.length === 0) note("mien: No camera found");
  return cameras.length === 0 ? 1 : 0;
}
