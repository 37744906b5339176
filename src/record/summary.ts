import { round } from "../geometry.ts";
import type { FrameResult } from "../result.ts";
import { Quantiles } from "./quantiles.ts";
import { type RecordSpan, RecordSpans } from "./record_spans.ts";
import { type SeenFace, SeenFaces } from "./seen_faces.ts";

/** A summary lists at most this many faces, those seen longest. */
const mostFaces = 20;

/** More are kept, as only the end shows which were seen longest. */
const mostKept = 200;

/** What one source showed. */
export interface SourceSummary {
  /** The source, as in its records. */
  source: string;
  /** Number of frames looked at. */
  frames: number;
  /** Number of frames with a face. */
  framesWithFace: number;
  /** Seconds from the first frame to the end of the last, without gaps. */
  seconds: number;
  /** Frames processed per second. Left out if there is only one frame. */
  framesPerSecond?: number;
  /** Number of frames skipped because newer ones had come. Live sources only. */
  dropped?: number;
  /** Time from a frame's capture to its record, accurate to one percent. Live sources only. */
  latencyMs?: { median: number; p95: number };
  /** Number of faces. Left out if faces have no ids. */
  facesSeen?: number;
  /** The faces seen longest, at most 20, in the order of their ids. */
  faces: FaceSummary[];
}

/** What one face showed. */
export interface FaceSummary {
  /** The face's id. Left out if faces have no ids: then this is all faces together. */
  id?: number;
  /** How long it was seen, in seconds. */
  seconds: number;
  /** Share of that time with each label or `uncertain`, largest first. */
  emotions: Record<string, number>;
}

/**
 * Sums up one video or live source. A frame counts for as long as it lasts: until the next one. Memory
 * does not grow with the length of the source.
 *
 * @example
 * ```ts
 * import { Summary } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 1, y: 1, width: 2, height: 2 };
 * const face = { id: 1, box, score: 1, emotion: "happy", confidence: 0.9, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [face] };
 * const summary = new Summary();
 * summary.add(record);
 * summary.add({ ...record, frame: 25, time: 1, faces: [{ ...face, emotion: "sad" }] });
 * const { faces } = summary.finish();
 * assert.deepEqual(faces, [{ id: 1, seconds: 2, emotions: { happy: 0.5, sad: 0.5 } }]);
 * ```
 */
export class Summary {
  readonly #spans = new RecordSpans();
  readonly #latency = new Quantiles();
  /** Seconds of each label. */
  readonly #faces = new SeenFaces(mostKept, () => new Map<string, number>());
  #startedMs = 0;
  #endedMs = 0;
  #source = "";
  #frames = 0;
  #withFace = 0;
  #seconds = 0;
  #dropped: number | undefined;

  /**
   * Takes the next record.
   *
   * @param record A record of the source.
   */
  add(record: FrameResult): void {
    this.#endedMs = performance.now();
    if (this.#frames === 0) this.#startedMs = this.#endedMs;
    this.#source = record.source;
    this.#frames++;
    if (record.faces.length > 0) this.#withFace++;
    this.#dropped = record.dropped ?? this.#dropped;
    if (record.latencyMs !== undefined) this.#latency.add(record.latencyMs);
    this.#addSpan(this.#spans.add(record));
  }

  /**
   * Ends the source.
   *
   * @returns The summary.
   */
  finish(): SourceSummary {
    this.#addSpan(this.#spans.finish());
    const faces = this.#faces.longest(mostFaces);
    const elapsedS = (this.#endedMs - this.#startedMs) / 1000;
    return {
      source: this.#source,
      frames: this.#frames,
      framesWithFace: this.#withFace,
      seconds: round(this.#seconds, 3),
      ...(elapsedS > 0 && { framesPerSecond: round((this.#frames - 1) / elapsedS, 2) }),
      ...(this.#dropped !== undefined && { dropped: this.#dropped }),
      ...(this.#latency.count > 0 && {
        latencyMs: {
          median: round(this.#latency.at(0.5), 1),
          p95: round(this.#latency.at(0.95), 1),
        },
      }),
      ...(faces[0]?.id !== 0 && { facesSeen: this.#faces.count }),
      faces: faces.map(faceSummary),
    };
  }

  #addSpan(span: RecordSpan | undefined): void {
    if (span === undefined) return;
    const { record: { faces, time }, end } = span;
    this.#seconds += end - time;
    // Faces without ids share one entry.
    const byId = [...Map.groupBy(faces, ({ id = 0 }) => id)].sort(([a], [b]) => a - b);
    for (const [id, group] of byId) {
      const labels = this.#faces.see(0, id, time, end);
      if (labels === undefined) continue;
      for (const { emotion, uncertain } of group) {
        const label = uncertain ? "uncertain" : emotion;
        labels.set(label, (labels.get(label) ?? 0) + (end - time) / group.length);
      }
    }
  }
}

function faceSummary({ id, seconds, value }: SeenFace<Map<string, number>>): FaceSummary {
  const shares = [...value].sort(([, a], [, b]) => b - a)
    .map(([label, s]) => [label, round(s / (seconds || 1), 4)] as const);
  return {
    ...(id !== 0 && { id }),
    seconds: round(seconds, 3),
    emotions: Object.fromEntries(shares),
  };
}
