import type { FaceResult, FrameResult } from "../recognizer.ts";
import { matchBoxes } from "./match_boxes.ts";
import { Track } from "./track.ts";

/** How {@linkcode Tracker} steadies. All fields may be left out. */
export interface TrackerOptions {
  /**
   * Probabilities are averaged over about so many milliseconds; 0 steadies nothing, neither
   * probabilities nor boxes nor labels. @default {300}
   */
  smoothMs?: number;
  /** A face that is not seen for so many milliseconds loses its number. @default {1000} */
  maxAgeMs?: number;
  /** Faces followed at once; further ones get no number. @default {32} */
  maxTracks?: number;
  /** Confidences below this are `uncertain`. @default {0.5} */
  uncertainBelow?: number;
}

/**
 * Follows the faces of a video from record to record: numbers them, steadies their boxes, landmarks
 * and probabilities, and keeps their labels from flickering. A face gets its number in the second
 * frame in which it is seen.
 *
 * @example
 * ```ts
 * import { openInput, Recognizer, Tracker } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * using recognizer = await Recognizer.load({ maxFaces: 1 });
 * const tracker = new Tracker(recognizer.card);
 * const frames = openInput("fixtures/webcam.mjpeg", { to: 0.2 });
 * const ids: (number | undefined)[] = [];
 * for await (const record of recognizer.stream(frames)) {
 *   ids.push(tracker.update(record).faces[0]!.id);
 * }
 * assert.deepEqual(ids, [undefined, 1, 1, 1, 1]);
 * ```
 */
export class Tracker {
  readonly #options: Required<TrackerOptions>;
  #tracks: Track[] = [];
  #lastId = 0;

  /**
   * Makes ready to follow the faces of one video.
   *
   * @param options How to steady. A model's card gives `uncertainBelow`.
   */
  constructor(options: TrackerOptions = {}) {
    const { smoothMs = 300, maxAgeMs = 1000, maxTracks = 32, uncertainBelow = 0.5 } = options;
    this.#options = { smoothMs, maxAgeMs, maxTracks, uncertainBelow };
  }

  /**
   * Follows the faces into the next frame.
   *
   * @param record A record as {@linkcode Recognizer.recognize} gives it; its time may not go back.
   * @returns The record with numbered and steadied faces, in the same order.
   */
  update(record: FrameResult): FrameResult {
    const { time, faces } = record;
    const { maxAgeMs, maxTracks } = this.#options;
    this.#tracks = this.#tracks.filter((track) => (time - track.seenAt) * 1000 <= maxAgeMs);
    const matches = matchBoxes(this.#tracks.map(({ box }) => box), faces.map(({ box }) => box));
    const steadied = faces.map((face, i): FaceResult => {
      const track = this.#tracks[matches[i]!];
      if (track) return track.update(face, time, () => ++this.#lastId);
      const born = new Track(this.#options);
      if (this.#tracks.length < maxTracks) this.#tracks.push(born);
      return born.update(face, time);
    });
    return { ...record, faces: steadied };
  }
}
