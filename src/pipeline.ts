import { abortable } from "./async/abortable.ts";
import { mapInOrder } from "./async/map_in_order.ts";
import type { Step } from "./async/step.ts";
import { type EncodedPicture, toFrame } from "./image/encoded_picture.ts";
import { baselineFactory, type BaselineMode, baselineName } from "./emotion/face_baseline.ts";
import { relativeFace } from "./emotion/relative_face.ts";
import { defaultDetectEffort, type DetectEffort } from "./face/detect_effort.ts";
import type { Where } from "./face/detector.ts";
import { lag, VideoSearch } from "./video_search.ts";
import { DamagedPictures } from "./image/damaged_pictures.ts";
import type { Frame } from "./image/frame.ts";
import type { ModelCard } from "./model/card.ts";
import type { RecognizeOptions } from "./recognizer.ts";
import type { FrameResult } from "./result.ts";
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

/** What recognizes several frames at once, on other threads. */
export interface FrameObserver {
  /** The card of the emotion model. */
  readonly card: ModelCard;
  /** How hard it looks for small faces. @default {"auto"} */
  readonly detect?: DetectEffort;
  /** How many frames to give it at once, so that no thread is idle; at least 1. */
  readonly width: number;
  /**
   * Decodes a picture if need be, finds the faces in it and classifies each.
   *
   * @param picture A picture.
   * @param options Which of its faces to report, if not those of all frames.
   * @param signal Gives it up.
   * @returns The frame and its record, or undefined to leave the frame out.
   */
  observe(
    picture: Frame | EncodedPicture,
    options?: RecognizeOptions,
    signal?: AbortSignal,
  ): Promise<Observation | undefined>;
}

/** Frames in order. A live source also says how many it has left out so far. */
export interface FrameStream extends AsyncIterable<Frame | EncodedPicture> {
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
  /** Ends the stream by throwing its reason, also while it waits for a frame. */
  signal?: AbortSignal;
}

/** More would make a live source's frames wait. */
const liveWidth = 2;

/** A frame and what it shows. */
export interface Observation {
  /** The frame, whose samples may be read until the next one is asked for. */
  readonly frame: Frame;
  /** Its record: in video with numbered and steadied faces, of a live source with its latency. */
  readonly record: FrameResult;
  /** How long the steps of the work on it took, if that was measured. */
  readonly steps?: readonly Step[];
}

/**
 * Recognizes the frames of one source in order and follows its faces. Stills are recognized each by
 * itself; other frames need times that increase. Where a time goes back, a new video starts. Damaged
 * pictures of a stream are left out.
 *
 * @param recognizer What recognizes each frame. An observer is given several at once.
 * @param frames The frames of one source.
 * @param options How to follow and steady the faces.
 * @returns Each frame with its record.
 * @throws What `frames`, `recognizer` or the signal throw; at the end, an `InputError` if pictures were
 * damaged.
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
  recognizer: FrameRecognizer | FrameObserver,
  frames: FrameStream,
  options: PipelineOptions = {},
): AsyncGenerator<Observation> {
  const { signal, baseline = defaultBaseline, ...steadying } = options;
  const { card } = recognizer;
  const { uncertainBelow, qualityLimits = {} } = card;
  const newBaseline = baselineFactory(card, baseline);
  const tracker = new Tracker({ uncertainBelow, qualityLimits, ...steadying }, newBaseline);
  const video = new VideoSearch(recognizer.detect ?? defaultDetectEffort);
  const observer = "observe" in recognizer ? recognizer : observerOf(recognizer);
  const most = frames.dropped === undefined ? lag - 1 : liveWidth;
  const width = Math.max(1, Math.min(observer.width, most));
  const damaged = new DamagedPictures();
  const observe = async (picture: Frame | EncodedPicture) => {
    signal?.throwIfAborted();
    const plan = video.plan(picture), { where } = plan;
    const place = "bytes" in picture ? picture.options : undefined;
    const observing = observer.observe(picture, { ...where && { where } }, signal)
      .catch((error) => void damaged.leaveOut(error, place));
    const observation = await (signal ? abortable(observing, signal) : observing);
    return observation && { ...observation, plan };
  };
  for await (const observation of mapInOrder(frames, observe, width, signal)) {
    if (observation === undefined) continue;
    const { frame, record: found, steps, plan } = observation;
    if (!frame.still && video.update(frame, found, plan)) tracker.endTracks();
    const record = !frame.still
      ? tracker.update(found)
      : newBaseline && isOfPictures(baseline)
      ? { ...found, faces: found.faces.map((face) => relativeFace(face, newBaseline(), card)) }
      : found;
    const isRelative = newBaseline && (!frame.still || isOfPictures(baseline));
    const { faces, ...head } = record;
    const named = isRelative ? { ...head, baseline: baselineName(baseline), faces } : record;
    yield { frame, record: withLatency(named, frame, frames), ...steps && { steps } };
  }
  damaged.report();
}

function isOfPictures(mode: BaselineMode): boolean {
  return typeof mode === "object" && "neutral" in mode;
}

/** Lets a recognizer work on this thread, on one frame at a time. */
function observerOf(recognizer: FrameRecognizer): FrameObserver {
  return {
    card: recognizer.card,
    width: 1,
    async observe(picture, options) {
      const frame = await toFrame(picture);
      return { frame, record: await recognizer.recognize(frame, options) };
    },
  };
}

function withLatency(record: FrameResult, frame: Frame, { dropped = 0 }: FrameStream): FrameResult {
  if (frame.capturedAt === undefined) return record;
  return { ...record, latencyMs: Math.round(performance.now() - frame.capturedAt), dropped };
}
