import config from "../../deno.json" with { type: "json" };
import { messageOf, MienError, OptionError } from "../errors.ts";
import { expandInput } from "../source/expand_input.ts";
import type { Frame } from "../image/frame.ts";
import { listCameras } from "../source/camera/list_cameras.ts";
import { openInput } from "../source/open_input.ts";
import { readFrames } from "../source/read_frames.ts";
import { recognizeFrames } from "../pipeline.ts";
import { Recognizer } from "../recognizer.ts";
import { formatSummary } from "../record/format_summary.ts";
import { errorsOf } from "./errors_of.ts";
import { openLive } from "./open_live.ts";
import { openSinks } from "./open_sinks.ts";
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
  const { flags, inputs } = options;
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
  const fail = (error: unknown): void => {
    failed = true;
    say(messageOf(error));
  };

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const errors = errorsOf(error).filter((it) => it !== stop.signal.reason);
      if (errors.some((it) => !(it instanceof MienError) || it instanceof OptionError)) throw error;
      errors.forEach(fail);
    }
  }

  const paths: string[] = [];
  for (const input of live ? [] : inputs) {
    await attempt(async () => void paths.push(...await expandInput(input)));
  }
  let isComplete = false;
  await using stack = new AsyncDisposableStack();
  const sinks = await openSinks(stack, options, {
    inputs: paths,
    labels: recognizer.labels,
    signal: stopped,
    close: () => stop.abort(),
    say,
    tell,
    fail,
    onSummary(summary) {
      if (isComplete || live) tell(formatSummary(summary));
    },
  });

  async function run(
    frames: AsyncIterable<Frame> & { durationS?: number | undefined; dropped?: number },
    input = 0,
  ): Promise<void> {
    const { from = 0, to = Infinity } = reading;
    isComplete = false;
    await using ending = new AsyncDisposableStack();
    for (const sink of sinks.toReversed()) ending.defer(async () => await sink.endSource());
    const observations = recognizeFrames(recognizer, frames, { ...tracking, signal: stopped });
    for await (const { frame, record } of observations) {
      for (const sink of sinks) await sink.write(record, frame);
      if (frame.still) {
        progress.step(frame.source, "pictures", input + 1, paths.length);
      } else {
        const { durationS } = frames;
        const lengthS = durationS && Math.min(durationS, to) - from;
        progress.step(frame.source, "frames", frame.time - from, lengthS);
      }
    }
    isComplete = true;
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
