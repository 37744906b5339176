import type { BaselineMode } from "../emotion/face_baseline.ts";
import type { Frame } from "../image/frame.ts";
import { recognizeFrames } from "../pipeline.ts";
import type { Recognizer } from "../recognizer.ts";
import type { Sink } from "../sink/sink.ts";
import { BaselineNotes } from "./baseline_notes.ts";
import type { RecognizeSettings } from "./recognize_options.ts";
import type { Reporter } from "./reporter.ts";

/** The frames of one source, and what is known about them. */
export type SourceFrames = AsyncIterable<Frame> & {
  readonly durationS?: number | undefined;
  readonly dropped?: number;
};

/** What all sources of a run share. */
export interface Run {
  readonly settings: RecognizeSettings;
  readonly baseline: BaselineMode;
  readonly recognizer: Recognizer;
  readonly reporter: Reporter;
  readonly sinks: readonly Sink[];
  /** How many sources there are. */
  readonly total: number;
  readonly signal: AbortSignal;
  /** Called at the end of a source that did not fail, before `endSource` of the sinks. */
  readonly onComplete: () => void;
}

/**
 * Recognizes the frames of one source and gives the records to all sinks.
 *
 * @param frames The frames.
 * @param number Which source of the run this is, from 1.
 * @param run What all sources share.
 */
export async function recognizeSource(
  frames: SourceFrames,
  number: number,
  run: Run,
): Promise<void> {
  const { settings: { smoothMs, quiet }, baseline, recognizer, reporter, sinks, signal } = run;
  await using ending = new AsyncDisposableStack();
  for (const sink of sinks.toReversed()) ending.defer(async () => await sink.endSource());
  const isTold = !quiet && (frames.dropped !== undefined || isTimed(baseline));
  const notes = isTold ? new BaselineNotes(baseline, (line) => reporter.say(line)) : undefined;
  for await (
    const { frame, record } of recognizeFrames(recognizer, frames, { baseline, smoothMs, signal })
  ) {
    notes?.add(record);
    for (const sink of sinks) await sink.write(record, frame);
    step(frame, frames.durationS, number, run);
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
  if (frame.still) return progress.step(frame.source, "pictures", number, total);
  const lengthS = durationS && Math.min(durationS, to) - from;
  progress.step(frame.source, "frames", frame.time - from, lengthS);
}
