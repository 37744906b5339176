import { displayWidth } from "../record/display_width.ts";
import { abortable } from "../async/abortable.ts";
import { delayed } from "../async/delayed.ts";
import { OptionError } from "../errors.ts";
import { RECORD_FORMATS } from "../record/formats.ts";
import type { SourceSummary } from "../record/summary.ts";
import type { RecordFormatter } from "../record/record_formatter.ts";
import {
  type FileOptions,
  type OutputOptions,
  refuseStandardOutput,
} from "../sink/claim_output.ts";
import type { WrittenFile } from "../sink/claimed_output.ts";
import { isUrl } from "../source/expand_input.ts";
import { fileExtension, isPictureName } from "../source/input_file.ts";
import { RecordWriter } from "../sink/record_writer.ts";
import type { Sink } from "../sink/sink.ts";
import { SummaryWriter } from "../sink/summary_writer.ts";
import { writeColored, writeLine } from "./output.ts";
import { pick } from "./pick.ts";
import { PictureTotals } from "./picture_totals.ts";
import type { RecognizeSettings } from "./recognize_options.ts";
import type { Reporter } from "./reporter.ts";
import { splitArguments } from "./split_arguments.ts";
import { textOnTerminal } from "./terminal.ts";

/** A longer name does not widen the column of names. */
const longestName = 40;

/** What sinks need of a run. */
export interface SinkContext {
  /** The files and URLs whose frames are read. */
  readonly inputs: readonly string[];
  /** Further files that are read: those of the model, neutral pictures. */
  readonly keep: readonly string[];
  /** The model's labels. */
  readonly labels: readonly string[];
  /** Ends programs and windows. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
  /** Ends the run. */
  close(): void;
  /** Whether the run has turned out to be wrong usage. */
  isRefused(): boolean;
  /** Takes the summary of each source. */
  onSummary(summary: SourceSummary): void;
}

/** How long the last records may take to be written once the run is to end. */
const lingerMs = 1000;

type Opener = (
  settings: RecognizeSettings,
  context: SinkContext,
) => Sink | undefined | Promise<Sink | undefined>;

/**
 * Everything that records can go to besides standard output. A new output is one more entry. Its code is
 * only loaded when it is used.
 */
const OPENERS: readonly Opener[] = [
  openOnChange,
  openMqtt,
  openPreview,
  // Files come last: nothing is written if something else is wrong.
  openAnnotated,
  openTimeline,
  ({ quiet }, { reporter }) => quiet ? undefined : new PictureTotals((line) => reporter.tell(line)),
  (settings, context) => {
    const { summary, quiet } = settings, { onSummary } = context;
    return summary === undefined && quiet ? undefined : SummaryWriter.open({
      ...(summary !== undefined && { path: summary }),
      ...fileOptions("summary", settings, context),
      ...(!quiet && { onSummary }),
    });
  },
];

/**
 * Opens everything that the records of a run go to.
 *
 * @param stack Takes the sinks, so that they are finished even if a later one cannot be opened.
 * @param settings What the user asked for.
 * @param context The run.
 * @returns The sinks, in the order in which they get each record.
 * @throws {MienError} If one cannot be opened.
 */
export async function openSinks(
  stack: AsyncDisposableStack,
  settings: RecognizeSettings,
  context: SinkContext,
): Promise<Sink[]> {
  const formatter = openFormatter(settings, context);
  await refuseStandardOutput([...context.inputs, ...context.keep]);
  const sinks: Sink[] = [];
  for (const open of OPENERS) {
    const sink = await open(settings, context);
    if (sink !== undefined) sinks.push(stack.use(sink));
  }
  const isOnTerminal = Deno.stdout.isTerminal();
  if (settings.preview === "terminal" && isOnTerminal) return sinks;
  // Opened last, as it prints the header; first, so that no other sink's failure loses a record.
  // A reader that does not read any more does not hold up the end.
  const late = delayed(context.signal, lingerMs);
  const writer = await RecordWriter.open(formatter, async (text) => {
    if (isOnTerminal) context.reporter.progress.clear();
    // Only the text for people has colours, and makes visible what else would command a terminal.
    await abortable((settings.format === "text" ? writeColored : writeLine)(text), late);
  });
  return [stack.use(writer), ...sinks];
}

/** Extensions of pictures that may be animated, and are then videos. */
const mayMove: readonly string[] = ["gif", "webp", "avif", "avifs"];

/** Refuses inputs that the format, or the timeline, has no room for, before any file is written. */
function openFormatter(
  { format, verbose, summary, timeline }: RecognizeSettings,
  { inputs, labels }: SinkContext,
): RecordFormatter {
  const refuse = (message: string): never => {
    throw new OptionError("option-invalid", message);
  };
  const pictures = inputs.filter((input) => isPictureName(input) && !isUrl(input));
  const stills = pictures.filter((input) => !mayMove.includes(fileExtension(input)));
  const formatter = RECORD_FORMATS[format]({
    ...{ labels, verbose, showSource: inputs.length > 1 },
    sourceWidth: Math.min(longestName, Math.max(0, ...pictures.map(displayWidth))),
    ...textOnTerminal(),
  });
  if (formatter.singleSource && inputs.length > 1) {
    refuse(`Cannot write ${inputs.length} inputs as ${format}: give one`);
  }
  if (formatter.singleSource && stills.length > 0) {
    refuse(`Cannot write subtitles: ${stills[0]} is a picture, and only videos have times`);
  }
  if (inputs.length > 0 && stills.length === inputs.length) {
    const why = "it is a picture, and only videos have times";
    if (timeline !== undefined) refuse(`Cannot draw a timeline of ${inputs[0]}: ${why}`);
    if (summary !== undefined) refuse(`Cannot sum up ${inputs[0]}: ${why}`);
  }
  return formatter;
}

async function openOnChange(
  { onChange }: RecognizeSettings,
  { reporter, signal }: SinkContext,
): Promise<Sink | undefined> {
  if (onChange === undefined) return undefined;
  const { OnChange } = await import("../sink/on_change.ts");
  return await OnChange.open(await splitArguments(onChange), {
    onProblem: (message) => reporter.complain(message),
    onOutput: (line) => reporter.tell(line),
    signal,
  });
}

async function openPreview(
  { preview }: RecognizeSettings,
  { signal, reporter, close }: SinkContext,
): Promise<Sink | undefined> {
  if (preview === undefined) return undefined;
  if (preview === "terminal") {
    const { TerminalPreview } = await import("../sink/terminal_preview.ts");
    return TerminalPreview.open();
  }
  const { WindowPreview } = await import("../sink/window_preview.ts");
  const window = await WindowPreview.open({
    signal,
    onProblem: (error) => reporter.fail(error),
  });
  window.closed.then(close);
  return window;
}

async function openMqtt(
  { mqtt }: RecognizeSettings,
  { reporter }: SinkContext,
): Promise<Sink | undefined> {
  if (mqtt === undefined) return undefined;
  const { MqttPublisher } = await import("../sink/mqtt_publisher.ts");
  return await MqttPublisher.open(mqtt, { onProblem: (message) => reporter.complain(message) });
}

async function openAnnotated(
  settings: RecognizeSettings,
  context: SinkContext,
): Promise<Sink | undefined> {
  if (settings.output === undefined) return undefined;
  const { openOutput } = await import("../sink/open_output.ts");
  const { output } = settings, { reporter } = context;
  let count = 0;
  return await openOutput(output, {
    ...fileOptions("output", settings, context),
    ...pick(settings, "fps", "to"),
    onWritten(file) {
      if (file.path === output) return reporter.addWritten(output, extentOf(file));
      reporter.addWritten(output, `${++count} file${count === 1 ? "" : "s"}`);
    },
  });
}

async function openTimeline(
  settings: RecognizeSettings,
  context: SinkContext,
): Promise<Sink | undefined> {
  if (settings.timeline === undefined) return undefined;
  const { Timeline } = await import("../timeline/timeline.ts");
  return await Timeline.open(settings.timeline, {
    ...fileOptions("timeline", settings, context),
    thumbnails: !settings.noThumbnails,
  });
}

const OUTPUTS = ["output", "timeline", "summary"] as const;

/** What one of the outputs must not overwrite: what is read, and the other outputs. Reports it. */
function fileOptions(
  own: typeof OUTPUTS[number],
  settings: RecognizeSettings,
  { inputs, keep, signal, reporter, isRefused }: SinkContext,
): Required<FileOptions> & Pick<OutputOptions, "signal"> {
  if (settings[own] !== undefined) reporter.addOutput(settings[own]);
  const others = OUTPUTS.filter((name) => name !== own).map((name) => settings[name]);
  return {
    ...{ inputs, signal, isRefused },
    keep: [...keep, ...others.filter((path) => path !== undefined)],
    onWritten: (file) => reporter.addWritten(file.path, extentOf(file)),
  };
}

function extentOf({ frames, seconds }: WrittenFile): string {
  if (frames === undefined || seconds === undefined) return "";
  return `${frames} frame${frames === 1 ? "" : "s"}, ${seconds.toFixed(1)} s`;
}
