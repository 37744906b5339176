import { abortable } from "../async/abortable.ts";
import { recognizeFrames } from "../pipeline.ts";
import { formatSummary } from "../record/format_summary.ts";
import { OptionError } from "../errors.ts";
import { expandInput, isUrl } from "../source/expand_input.ts";
import { isPictureName } from "../source/input_file.ts";
import { type OpenInputOptions, openPictures } from "../source/open_input.ts";
import { errorsOf } from "./errors_of.ts";
import { keptFiles } from "./kept_files.ts";
import { loadObserver } from "./load_observer.ts";
import { observeSources, type Source } from "./observe_sources.ts";
import { openLive } from "./open_live.ts";
import { openSinks } from "./open_sinks.ts";
import { pick } from "./pick.ts";
import { readingOptions, type RecognizeSettings } from "./recognize_options.ts";
import { recognizeSource } from "./recognize_source.ts";
import { Reporter } from "./reporter.ts";
import { isAnimated } from "./terminal.ts";
import { toBaselineMode } from "./to_baseline_mode.ts";

/**
 * Gives what the frames of all inputs show to all outputs.
 *
 * @param settings What the user asked for.
 * @param signal Interrupts the run.
 * @param isPaced Whether videos take at least their own time, to be watched. @default {false}
 * @returns The exit code.
 * @throws {MienError} If the options or the model cannot be used.
 */
export async function recognize(
  settings: RecognizeSettings,
  signal: AbortSignal,
  isPaced = false,
): Promise<number> {
  using reporter = new Reporter(settings.quiet, showsProgress(settings));
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const attempt = (action: () => Promise<void>) => reporter.attempt(action, stop.signal);
  const live = await openLive(settings, stopped, (line) => reporter.say(line));
  const reading = { ...readingOptions(settings), signal: stopped };
  using loaded = new DisposableStack();
  const loading = loadObserver(loaded, settings, (message) => reporter.say(message));
  const observer = await abortable(loading, signal);
  const baseline = await toBaselineMode(settings.baseline, observer, {
    ...pick(settings, "maxPixels"),
    signal: stopped,
  });
  const paths = live ? [] : await abortable(expandInputs(settings.inputs, attempt), signal);
  await using stack = new AsyncDisposableStack();
  let isComplete = false, isRefused = false;
  const opening = openSinks(stack, settings, {
    ...{ inputs: paths, keep: await keptFiles(settings) },
    ...{ labels: observer.card.labels, signal: stopped, reporter },
    close: () => stop.abort(),
    isRefused: () => isRefused,
    onSummary(summary) {
      if (isComplete || live) reporter.tell(formatSummary(summary));
    },
  });
  const sinks = await abortable(opening, signal);
  const sources = live ? [{ open: () => live, isPicture: false }] : sourcesOf(paths, reading);
  const run = {
    ...{ settings, baseline, reporter, sinks, isPaced, total: sources.length },
    onComplete: () => isComplete = true,
  };
  const options = { baseline, ...pick(settings, "smoothMs"), signal: stopped };
  const width = "observe" in observer ? observer.width : 1;
  let number = 0;
  for (
    const source of observeSources(sources, (it) => recognizeFrames(observer, it, options), width)
  ) {
    isComplete = false;
    await attempt(() => recognizeSource(source, ++number, run)).catch((error) => {
      // What the sources before it gave is kept.
      isRefused = number === 1 && errorsOf(error).some((it) => it instanceof OptionError);
      throw error;
    });
  }
  await stack.disposeAsync();
  signal.throwIfAborted();
  return reporter.hasFailed ? 1 : 0;
}

/** Whether a progress line would not disturb other output on the terminal. */
function showsProgress({ quiet, verbose, format, preview }: RecognizeSettings): boolean {
  const isBusy = Deno.stdout.isTerminal() && (verbose || format !== "text");
  return !quiet && !isBusy && preview !== "terminal" && isAnimated(Deno.stderr);
}

async function expandInputs(
  inputs: readonly string[],
  attempt: (action: () => Promise<void>) => Promise<void>,
): Promise<string[]> {
  const paths: string[] = [];
  for (const input of inputs.length === 0 ? ["-"] : inputs) {
    await attempt(async () => void paths.push(...await expandInput(input)));
  }
  return paths;
}

function sourcesOf(paths: readonly string[], reading: OpenInputOptions): Source[] {
  return paths.map((path) => ({
    open: () => openPictures(path, reading),
    isPicture: isPictureName(path) && !isUrl(path),
  }));
}
