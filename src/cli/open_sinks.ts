import { OptionError } from "../errors.ts";
import { RECORD_FORMATS } from "../record/formats.ts";
import type { SourceSummary } from "../record/summary.ts";
import { type OutputOptions, refuseStandardOutput } from "../sink/claim_output.ts";
import { RecordWriter } from "../sink/record_writer.ts";
import type { Sink } from "../sink/sink.ts";
import { SummaryWriter } from "../sink/summary_writer.ts";
import { writeLine } from "./output.ts";
import { pick } from "./pick.ts";
import type { RecognizeSettings } from "./recognize_options.ts";
import type { Reporter } from "./reporter.ts";
import { splitArguments } from "./split_arguments.ts";

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
  /** Takes the summary of each source. */
  onSummary(summary: SourceSummary): void;
}

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
  (settings, context) => {
    const { summary, quiet } = settings, { onSummary } = context;
    return summary === undefined && quiet ? undefined : SummaryWriter.open({
      ...(summary !== undefined && { path: summary }),
      ...filesInUse("summary", settings, context),
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
  const { format, preview } = settings;
  const { inputs, labels } = context;
  const formatter = RECORD_FORMATS[format]({ labels, showSource: inputs.length > 1 });
  if (formatter.singleSource && inputs.length > 1) {
    const message = `Cannot write ${inputs.length} inputs as ${format}: give one`;
    throw new OptionError("option-invalid", message);
  }
  await refuseStandardOutput([...inputs, ...context.keep]);
  const sinks: Sink[] = [];
  for (const open of OPENERS) {
    const sink = await open(settings, context);
    if (sink !== undefined) sinks.push(stack.use(sink));
  }
  const isDrawnOver = preview === "terminal" && Deno.stdout.isTerminal();
  // Opened last, as it prints the header; first, so that no other sink's failure loses a record.
  return isDrawnOver ? sinks : [stack.use(await RecordWriter.open(formatter, writeLine)), ...sinks];
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
  return await openOutput(settings.output, {
    ...filesInUse("output", settings, context),
    ...pick(settings, "fps", "to"),
  });
}

async function openTimeline(
  settings: RecognizeSettings,
  context: SinkContext,
): Promise<Sink | undefined> {
  if (settings.timeline === undefined) return undefined;
  const { Timeline } = await import("../timeline/timeline.ts");
  return await Timeline.open(settings.timeline, filesInUse("timeline", settings, context));
}

const OUTPUTS = ["output", "timeline", "summary"] as const;

/** The files that one of the outputs must not overwrite: what is read, and the other outputs. */
function filesInUse(
  own: typeof OUTPUTS[number],
  settings: RecognizeSettings,
  { inputs, keep }: SinkContext,
): Required<Pick<OutputOptions, "inputs" | "keep">> {
  const others = OUTPUTS.filter((name) => name !== own).map((name) => settings[name]);
  return { inputs, keep: [...keep, ...others.filter((path) => path !== undefined)] };
}
