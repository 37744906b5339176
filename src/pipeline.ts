import { baselineFactory, type BaselineMode, baselineName } from "./emotion/face_baseline.ts";
import { relativeFace } from "./emotion/relative_face.ts";
import { defaultDetectEffort, type DetectEffort } from "./face/detect_effort.ts";
import type { Where } from "./face/detector.ts";
import { FaceSearch } from "./face/face_search.ts";
import type { Frame } from "./image/frame.ts";
import type { ModelCard } from "./model/card.ts";
import type { FrameResult } from "./result.ts";
import { CutDetector } from "./track/cut_detector.ts";
import { Tracker, type TrackerOptions } from "./track/tracker.ts";

/** Where a person's neutral face comes from unless the caller says otherwise. */
export const defaultBaseline = "auto";

/** What recognizes single frames: a `Recognizer`, or something that stands in for one. */
export interface FrameRecognizer {
  /** The card of the emotion model. */
  readonly card: ModelCard;
  /** How hard it looks for small faces. @default {"auto"} */
  readonly detect?: DetectEffort;
  /**
   * Finds the faces in one frame and classifies each.
   *
   * @param frame A picture in any layout.
   * @param options Where to look for faces in a frame of a video, if not everywhere.
   * @returns The record of the frame.
   */
  recognize(frame: Frame, options?: { readonly where?: Where }): Promise<FrameResult>;
}

/** Frames in order. A live source also says how many it has left out so far. */
export interface FrameStream extends AsyncIterable<Frame> {
  /** Frames left out so far because newer ones had come. */
  readonly dropped?: number;
}

/** How {@linkcode recognizeFrames} works. All fields may be left out. */
export interface PipelineOptions extends TrackerOptions {
  /**
   * Where each person's neutral face comes from, relative to which expressions are read. Only
   * neutral pictures serve for stills too. @default {"auto"}
   */
  baseline?: BaselineMode;
  /** Ends the stream between two frames by throwing its reason. */
  signal?: AbortSignal;
}

/** A frame and what it shows. */
export interface Observation {
  /** The frame, whose samples may be read until the next one is asked for. */
  readonly frame: Frame;
  /** Its record: in video with numbered and steadied faces, of a live source with its latency. */
  readonly record: FrameResult;
}

/**
 * Recognizes the frames of one source in order and follows its faces. Stills are recognized each by
 * itself.
 *
 * @param recognizer What recognizes each frame.
 * @param frames The frames of one source.
 * @param options How to follow and steady the faces.
 * @returns Each frame with its record.
 * @throws What `frames`, `recognizer` or the signal throw.
 *
 * @example
 * ```ts
 * import { Recognizer, recognizeFrames } from "@mien/mien";
 * import { openInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load({ maxFaces: 1 });
 * const frames = openInput("fixtures/webcam.mjpeg", { to: 0.2 });
 * const ids: (number | undefined)[] = [];
 * for await (const { record } of recognizeFrames(recognizer, frames)) {
 *   ids.push(record.faces[0]!.id);
 * }
 * assert.deepEqual(ids, [undefined, 1, 1, 1, 1]);
 * ```
 */
export async function* recognizeFrames(
  recognizer: FrameRecognizer,
  frames: FrameStream,
  options: PipelineOptions = {},
): AsyncGenerator<Observation> {
  const { signal, baseline = defaultBaseline, ...steadying } = options;
  const { card } = recognizer;
  const { uncertainBelow, qualityLimits = {} } = card;
  const newBaseline = baselineFactory(card, baseline);
  const tracker = new Tracker({ uncertainBelow, qualityLimits, ...steadying }, newBaseline);
  const search = new FaceSearch(recognizer.detect ?? defaultDetectEffort);
  const cuts = new CutDetector();
  for await (const frame of frames) {
    signal?.throwIfAborted();
    const isCut = !frame.still && cuts.isCut(frame);
    if (isCut) tracker.endTracks();
    const where = frame.still ? undefined : search.next(frame, isCut);
    const found = await recognizer.recognize(frame, { ...where && { where } });
    if (!frame.still) search.update(found);
    const record = !frame.still
      ? tracker.update(found)
      : newBaseline && isOfPictures(baseline)
      ? { ...found, faces: found.faces.map((face) => relativeFace(face, newBaseline(), card)) }
      : found;
    const isRelative = newBaseline && (!frame.still || isOfPictures(baseline));
    const { faces, ...head } = record;
    const named = isRelative ? { ...head, baseline: baselineName(baseline), faces } : record;
    yield { frame, record: withLatency(named, frame, frames) };
  }
}

function isOfPictures(mode: BaselineMode): boolean {
  return typeof mode === "object" && "neutral" in mode;
}

function withLatency(record: FrameResult, frame: Frame, { dropped = 0 }: FrameStream): FrameResult {
  if (frame.capturedAt === undefined) return record;
  return { ...record, latencyMs: Math.round(performance.now() - frame.capturedAt), dropped };
}
