import type { FaceBaseline } from "../emotion/face_baseline.ts";
import { OptionError } from "../errors.ts";
import type { QualityLimits } from "../model/card.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { withGiven } from "../options/with_given.ts";
import { matchBoxes } from "./match_boxes.ts";
import { Track, type TrackOptions } from "./track.ts";
import { UsualGap } from "./usual_gap.ts";

/** Over how many milliseconds probabilities are averaged, unless the caller says otherwise. */
export const defaultSmoothMs = 300;

/** Where frames are so many seconds apart, a face that is seen in one of them is there for long. */
const slowS = 0.3;

const defaults: Required<TrackerOptions> = {
  smoothMs: defaultSmoothMs,
  maxAgeMs: 1000,
  maxTracks: 32,
  uncertainBelow: 0.5,
  qualityLimits: {},
};

/** How {@linkcode Tracker} steadies. All fields may be left out. */
export interface TrackerOptions {
  /**
   * Probabilities are averaged over about so many milliseconds; 0 steadies nothing, neither
   * probabilities nor boxes nor labels. @default {300}
   */
  smoothMs?: number;
  /**
   * A face that is not seen for so many milliseconds loses its number; of a video with less than three
   * frames in that time, for three frames. @default {1000}
   */
  maxAgeMs?: number;
  /** Faces followed at once; further ones get no number. @default {32} */
  maxTracks?: number;
  /** Confidences below this are `uncertain`. @default {0.5} */
  uncertainBelow?: number;
  /** Faces beyond these limits are `uncertain`. @default {no limits} */
  qualityLimits?: QualityLimits;
}

/**
 * Follows the faces of a video from record to record: numbers them, steadies their boxes, landmarks
 * and probabilities, and keeps their labels from flickering. A face gets its number in the second
 * frame in which it is seen; where frames are far apart, in the first, except in that of the video.
 *
 * @example
 * ```ts
 * import { Tracker } from "./tracker.ts";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 1, y: 1, width: 2, height: 2 };
 * const probabilities = { happy: 0.9, sad: 0.1 };
 * const face = { box, score: 1, emotion: "happy", confidence: 0.9, probabilities };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [face] };
 * const tracker = new Tracker();
 * assert.equal(tracker.update(record).faces[0]!.id, undefined);
 * assert.equal(tracker.update({ ...record, frame: 1, time: 0.04 }).faces[0]!.id, 1);
 * ```
 */
export class Tracker {
  readonly #options: Required<TrackerOptions> & TrackOptions;
  #tracks: Track[] = [];
  #lastId = 0;
  readonly #gap: UsualGap;
  #lastTime: number | undefined;

  /**
   * Makes ready to follow the faces of one video.
   *
   * @param options How to steady. A model's card gives `uncertainBelow` and `qualityLimits`.
   * @param newBaseline Makes the baseline of a new face.
   * @throws {OptionError} If an option is out of range.
   */
  constructor(options: TrackerOptions = {}, newBaseline?: () => FaceBaseline) {
    this.#options = { ...withGiven(defaults, options), newBaseline };
    for (const name of ["smoothMs", "maxAgeMs", "maxTracks"] as const) {
      const value = this.#options[name];
      if (value >= 0) continue;
      const message = `Cannot follow faces: ${name} must be at least 0, not ${value}`;
      throw new OptionError("option-invalid", message);
    }
    this.#gap = new UsualGap(this.#options.maxAgeMs / 1000);
  }

  /** Ends all tracks, as at a cut: every face of the next frame is a new one. */
  endTracks(): void {
    this.#tracks = [];
  }

  /**
   * Follows the faces into the next frame.
   *
   * @param record A record as {@linkcode Recognizer.recognize} gives it. If its time goes back, the video
   * starts anew.
   * @returns The record with numbered and steadied faces, in the same order.
   */
  update(record: FrameResult): FrameResult {
    const { time, faces } = record;
    const { maxTracks } = this.#options;
    const { longestS } = this.#gap, isBack = time < (this.#lastTime ?? time);
    if (isBack) this.endTracks();
    this.#tracks = this.#tracks.filter((track) => time - track.seenAt <= longestS);
    if (this.#lastTime !== undefined && !isBack) this.#gap.add(time - this.#lastTime);
    this.#lastTime = time;
    const matches = matchBoxes(this.#tracks.map(({ box }) => box), faces.map(({ box }) => box));
    const newId = () => ++this.#lastId, isSlow = this.#gap.meanS >= slowS;
    const steadied = faces.map((face, i): FaceResult => {
      const track = this.#tracks[matches[i]!];
      if (track) return track.update(face, time, newId);
      const born = new Track(this.#options);
      if (this.#tracks.length === maxTracks) return born.update(face, time);
      this.#tracks.push(born);
      return born.update(face, time, isSlow ? newId : undefined);
    });
    return { ...record, faces: steadied };
  }
}
