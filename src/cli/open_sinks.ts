import { type MienError, OptionError } from "../errors.ts";
import { RECORD_FORMATS } from "../record/formats.ts";
import type { SourceSummary } from "../record/summary.ts";
import { MqttPublisher } from "../sink/mqtt_publisher.ts";
import { OnChange } from "../sink/on_change.ts";
import { openOutput } from "../sink/open_output.ts";
import { RecordWriter } from "../sink/record_writer.ts";
import type { Sink } from "../sink/sink.ts";
import { SummaryWriter } from "../sink/summary_writer.ts";
import { TerminalPreview } from "../sink/terminal_preview.ts";
import { WindowPreview } from "../sink/window_preview.ts";
import { Timeline } from "../timeline/timeline.ts";
import { choice, number, seconds } from "./option_values.ts";
import { writeLine } from "./output.ts";
import { previewOption, type RecognizeOptions } from "./recognize_options.ts";

/** What sinks need to know of a run, and whom they tell. */
export interface SinkContext {
  /** The files and URLs that are read. */
  readonly inputs: readonly string[];
  /** The model's labels. */
  readonly labels: readonly string[];
  /** Ends programs and windows. */
  readonly signal: AbortSignal;
  /** Ends the run. */
  close(): void;
  /** Takes our own messages. */
  say(message: string): void;
  /** Takes errors that end no source but make the run a failure. */
  fail(error: MienError): void;
  /** Takes the lines of programs that we run. */
  tell(line: string): void;
  /** Takes the summary of each source. */
  onSummary(summary: SourceSummary): void;
}

type Opener = (
  options: RecognizeOptions,
  context: SinkContext,
) => Sink | undefined | Promise<Sink | undefined>;

/** Everything that records can go to besides standard output. A new output is one more entry. */
const OPENERS: readonly Opener[] = [
  ({ values: { "on-change": command } }, { say, tell, signal }) =>
    command === undefined
      ? undefined
      : OnChange.open(command, { onProblem: say, onOutput: tell, signal }),
  ({ values: { mqtt } }, { say }) =>
    mqtt === undefined ? undefined : MqttPublisher.open(mqtt, { onProblem: say }),
  openPreview,
  // Files come last: nothing is written if something else is wrong.
  openAnnotated,
  ({ values: { timeline } }) => timeline === undefined ? undefined : Timeline.open(timeline),
  ({ values: { summary }, flags }, { onSummary }) =>
    summary === undefined && flags.quiet ? undefined : SummaryWriter.open({
      ...(summary !== undefined && { path: summary }),
      ...(!flags.quiet && { onSummary }),
    }),
];

/**
 * Opens everything that the records of a run go to.
 *
 * @param stack Takes the sinks, so that they are finished even if a later one cannot be opened.
 * @param options What the user asked for.
 * @param context The run.
 * @returns The sinks, in the order in which they get each record.
 * @throws {MienError} If one cannot be opened.
 */
export async function openSinks(
  stack: AsyncDisposableStack,
  options: RecognizeOptions,
  context: SinkContext,
): Promise<Sink[]> {
  const format = choice("format", options.values.format, FORMATS) ?? "text";
  const { inputs, labels } = context;
  const formatter = RECORD_FORMATS[format]({ labels, showSource: inputs.length > 1 });
  if (formatter.singleSource && inputs.length > 1) {
    const message = `Cannot write ${inputs.length} inputs as ${format}: give one`;
    throw new OptionError("option-invalid", message);
  }
  const sinks: Sink[] = [];
  for (const open of OPENERS) {
    const sink = await open(options, context);
    if (sink !== undefined) sinks.push(stack.use(sink));
  }
  const isDrawnOver = previewOption(options) === "terminal" && Deno.stdout.isTerminal();
  // Opened last, as it prints the header; first, so that no other sink's failure loses a record.
  return isDrawnOver ? sinks : [stack.use(await RecordWriter.open(formatter, writeLine)), ...sinks];
}

const FORMATS = Object.keys(RECORD_FORMATS) as (keyof typeof RECORD_FORMATS)[];

async function openPreview(
  options: RecognizeOptions,
  { signal, fail, close }: SinkContext,
): Promise<Sink | undefined> {
  const place = previewOption(options);
  if (place === "terminal") return TerminalPreview.open();
  if (place === undefined) return undefined;
  const preview = await WindowPreview.open({ signal, onProblem: fail });
  preview.closed.then(close);
  return preview;
}

async function openAnnotated(
  { values }: RecognizeOptions,
  { inputs }: SinkContext,
): Promise<Sink | undefined> {
  if (values.output === undefined) return undefined;
  const fps = number("fps", values.fps, { least: 0.001 });
  const to = seconds("to", values.to);
  return await openOutput(values.output, {
    inputs,
    ...(fps !== undefined && { fps }),
    ...(to !== undefined && { to }),
  });
}
