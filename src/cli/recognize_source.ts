import type { BaselineMode } from "../emotion/face_baseline.ts";
import type { Frame } from "../image/frame.ts";
import type { Observation } from "../pipeline.ts";
import type { Sink } from "../sink/sink.ts";
import { BaselineNotes } from "./baseline_notes.ts";
import type { RecognizeSettings } from "./recognize_options.ts";
import type { Reporter } from "./reporter.ts";

/** What the frames of one source show. */
export interface SourceObservations {
  readonly observations: AsyncIterable<Observation>;
  /** The source, which knows its length from the first frame on. */
  readonly source: {
    readonly durationS?: number | undefined;
    readonly dropped?: number | undefined;
  };
}

/** What all sources of a run share. */
export interface Run {
  readonly settings: RecognizeSettings;
  readonly baseline: BaselineMode;
  readonly reporter: Reporter;
  readonly sinks: readonly Sink[];
  /** Whether videos take at least their own time. */
  readonly isPaced: boolean;
  /** How many sources there are. */
  readonly total: number;
  /** Called at the end of a source that did not fail, before `endSource` of the sinks. */
  readonly onComplete: () => void;
}

/**
 * Gives the records of one source to all sinks.
 *
 * @param source What its frames show.
 * @param number Which source of the run this is, from 1.
 * @param run What all sources share.
 */
export async function recognizeSource(
  { observations, source }: SourceObservations,
  number: number,
  run: Run,
): Promise<void> {
  const { settings: { quiet }, baseline, reporter, sinks, isPaced } = run;
  await using ending = new AsyncDisposableStack();
  for (const sink of sinks.toReversed()) ending.defer(async () => await sink.endSource());
  const isTold = !quiet && (source.dropped !== undefined || isTimed(baseline));
  let notes: BaselineNotes | undefined;
  let startedMs: number | undefined;
  for await (const { frame, record } of observations) {
    if (isPaced) {
      startedMs ??= performance.now();
      const waitMs = startedMs + frame.time * 1000 - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    if (isTold && !frame.still) {
      notes ??= new BaselineNotes(baseline, (line) => reporter.say(line));
      notes.add(record);
    }
    for (const sink of sinks) await sink.write(record, frame);
    step(frame, source.durationS, number, run);
  }
  run.onComplete();
}

function isTimed(mode: BaselineMode): boolean {
  return typeof mode === "object" && "firstMs" in mode;
}

function step(
  frame: Frame,
  durationS: number | undefined,
  number: number,
  { reporter: { progress }, settings: { from = 0, to = Infinity }, total }: Run,
): void {
  if (frame.still) return progress.step(frame.source, "picture", number, total);
  const end = Math.min(durationS ?? Infinity, to);
  const lengthS = end === Infinity ? undefined : end - from;
  progress.step(frame.source, "frame", frame.time - from, lengthS);
}
