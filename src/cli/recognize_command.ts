import config from "../../deno.json" with { type: "json" };
import { formatSummary } from "../record/format_summary.ts";
import { expandInput, isUrl } from "../source/expand_input.ts";
import { recognizeFrames } from "../pipeline.ts";
import { isPictureName } from "../source/input_file.ts";
import { type OpenInputOptions, openPictures } from "../source/open_input.ts";
import { keptFiles } from "./kept_files.ts";
import { loadObserver } from "./load_observer.ts";
import { openLive } from "./open_live.ts";
import { observeSources, type Source } from "./observe_sources.ts";
import { openSinks } from "./open_sinks.ts";
import { writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { pick } from "./pick.ts";
import { printCameras } from "./print_cameras.ts";
import { HELP, OPTIONS, readingOptions, type RecognizeSettings } from "./recognize_options.ts";
import { recognizeSource } from "./recognize_source.ts";
import { Reporter } from "./reporter.ts";
import { toBaselineMode } from "./to_baseline_mode.ts";

/**
 * `cli.ts`: prints what the frames of the inputs show.
 *
 * @param args The arguments.
 * @param signal Interrupts the run.
 * @returns The exit code.
 * @throws {MienError} If the options or the model cannot be used.
 */
export async function recognizeCommand(args: string[], signal: AbortSignal): Promise<number> {
  const settings = parseSettings(args, OPTIONS);
  if (settings.version) return await writeLine(`mien ${config.version}`), 0;
  if (settings.help) return await writeLine(HELP), 0;
  if (settings.listCameras) return await printCameras();
  using reporter = new Reporter(showsProgress(settings));
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const live = await openLive(settings, stopped, (line) => reporter.say(line));
  if (!live && settings.inputs.length === 0 && Deno.stdin.isTerminal()) {
    return await writeLine(HELP), 0;
  }
  const reading = { ...readingOptions(settings), signal: stopped };
  using loaded = new DisposableStack();
  const observer = await loadObserver(loaded, settings, (message) => reporter.say(message));
  signal.throwIfAborted();
  const attempt = (action: () => Promise<void>) => reporter.attempt(action, stop.signal);
  const baseline = await toBaselineMode(settings.baseline, observer, {
    ...pick(settings, "maxPixels"),
    signal: stopped,
  });
  const paths = live
    ? []
    : await expandInputs(settings.inputs.length === 0 ? ["-"] : settings.inputs, attempt);
  await using stack = new AsyncDisposableStack();
  let isComplete = false;
  const sinks = await openSinks(stack, settings, {
    ...{ inputs: paths, keep: await keptFiles(settings) },
    ...{ labels: observer.card.labels, signal: stopped, reporter },
    close: () => stop.abort(),
    onSummary(summary) {
      if (isComplete || live) reporter.tell(formatSummary(summary));
    },
  });
  const sources = live ? [{ open: () => live, isPicture: false }] : sourcesOf(paths, reading);
  const run = {
    ...{ settings, baseline, reporter, sinks, total: sources.length },
    onComplete: () => isComplete = true,
  };
  const observations = observeSources(
    sources,
    (frames) =>
      recognizeFrames(observer, frames, {
        baseline,
        ...pick(settings, "smoothMs"),
        signal: stopped,
      }),
    "observe" in observer ? observer.width : 1,
  );
  let number = 0;
  for (const source of observations) {
    isComplete = false;
    await attempt(() => recognizeSource(source, ++number, run));
  }
  await stack.disposeAsync();
  signal.throwIfAborted();
  return reporter.hasFailed ? 1 : 0;
}

/** Whether a progress line would not disturb other output on the terminal. */
function showsProgress({ quiet, preview }: RecognizeSettings): boolean {
  return !quiet && preview !== "terminal" && Deno.stderr.isTerminal() && !Deno.stdout.isTerminal();
}

async function expandInputs(
  inputs: readonly string[],
  attempt: (action: () => Promise<void>) => Promise<void>,
): Promise<string[]> {
  const paths: string[] = [];
  for (const input of inputs) {
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
