import { OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { type Cue, CueTrack } from "./cue_track.ts";
import { cueTexts, type Place } from "./cue_texts.ts";
import { formatCue } from "./format_cue.ts";
import { ReadingOrder } from "./reading_order.ts";
import type { RecordFormatter } from "./record_formatter.ts";
import { type RecordSpan, RecordSpans } from "./record_spans.ts";

/** A text follows a face that has moved by more than this, in percent of the frame. */
const moveLimit = 10;

/**
 * Formats records as subtitles, which a player shows over the video: each face's label, with the
 * face's id once there has been more than one face. Changes of less than half a second are left out.
 *
 * - `srt`: one text for all faces, placed by the player.
 * - `vtt`: WebVTT, each label below its face, or above it if the face is low in the frame. More than
 *   four faces, and faces so near that their labels would overlap, share one text.
 *
 * A shared text names the faces in reading order: from left to right, row by row.
 *
 * A record's text comes later, when the next change or `finish()` shows how long it lasts.
 *
 * @example
 * ```ts
 * import { Subtitles } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 100, y: 60, width: 100, height: 100 };
 * const face = { id: 1, box, score: 1, emotion: "happy", confidence: 0.9, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 400, height: 300, faces: [face] };
 * const subtitles = new Subtitles("srt");
 * assert.equal(subtitles.format(record, { still: false }), "");
 * assert.equal(subtitles.format({ ...record, frame: 50, time: 2 }, { still: false }), "");
 * assert.equal(subtitles.finish(), "1\n00:00:00,000 --> 00:00:04,000\nhappy\n");
 * ```
 */
export class Subtitles implements RecordFormatter {
  /** The first line of the file, if the format has one. */
  readonly header?: string;
  /** One file holds the subtitles of one video. */
  readonly singleSource = true;
  readonly #format: "srt" | "vtt";
  readonly #spans = new RecordSpans();
  readonly #tracks = new Map<number, CueTrack<Place | undefined>>();
  readonly #order = new ReadingOrder();
  #waiting: Cue<Place | undefined>[] = [];
  #source: string | undefined;
  #time = -Infinity;
  #isNumbered = false;
  #count = 0;

  /**
   * Starts a subtitle file.
   *
   * @param format The format.
   */
  constructor(format: "srt" | "vtt") {
    this.#format = format;
    if (format === "vtt") this.header = "WEBVTT\n";
  }

  /**
   * Takes the next record of the video.
   *
   * @param record The record.
   * @param frame Its frame, or just whether it is a still.
   * @returns The cues that have ended, without the last line break; "" if none has.
   * @throws {OptionError} If the frame is a still, the record belongs to a second video, or its time goes
   * back.
   */
  format(record: FrameResult, frame: Pick<Frame, "still">): string {
    if (frame.still) throw refusal(`${record.source} is a picture, and only videos have times`);
    this.#source ??= record.source;
    if (record.source !== this.#source) {
      throw refusal(`a file has room for one video, and ${record.source} is a second one`);
    }
    if (record.time < this.#time) {
      throw refusal(`${record.source} goes back from ${this.#time} s to ${record.time} s`);
    }
    this.#time = record.time;
    const span = this.#spans.add(record);
    if (span === undefined) return "";
    this.#addSpan(span);
    if (record.time > span.end) this.#add(new Map(), span.end, record.time);
    return this.#takeDue();
  }

  /**
   * Ends the video.
   *
   * @returns The last cues, without the last line break; "" if there are none.
   */
  finish(): string {
    const span = this.#spans.finish();
    if (span !== undefined) this.#addSpan(span);
    for (const track of this.#tracks.values()) this.#waiting.push(...track.finish());
    this.#tracks.clear();
    return this.#takeDue();
  }

  #addSpan({ record, end }: RecordSpan): void {
    const ids = record.faces.flatMap(({ id }) => id ?? []);
    this.#isNumbered ||= ids.length > 1 || ids.some((id) => id > 1);
    const texts = cueTexts(record, this.#format, this.#isNumbered, this.#order);
    this.#add(texts, record.time, end);
  }

  #add(texts: ReturnType<typeof cueTexts>, start: number, end: number): void {
    for (const key of texts.keys()) {
      if (!this.#tracks.has(key)) this.#tracks.set(key, new CueTrack(hasMoved));
    }
    for (const [key, track] of this.#tracks) {
      const [text, place] = texts.get(key) ?? ["", undefined];
      this.#waiting.push(...track.add(text, place, start, end));
      if (track.start === undefined) this.#tracks.delete(key);
    }
  }

  /** Cues are written in the order of their starts, so one may have to wait for another to end. */
  #takeDue(): string {
    const open = Math.min(...[...this.#tracks.values()].map(({ start }) => start ?? Infinity));
    const due = this.#waiting.filter(({ start }) => start <= open);
    this.#waiting = this.#waiting.filter(({ start }) => start > open);
    due.sort((a, b) => a.start - b.start);
    return due.map((cue) => formatCue(this.#format, cue, ++this.#count)).join("\n");
  }
}

function refusal(reason: string): OptionError {
  return new OptionError("option-invalid", `Cannot write subtitles: ${reason}`);
}

function hasMoved(from: Place | undefined, to: Place | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return Math.abs(from.x - to.x) > moveLimit || Math.abs(from.y - to.y) > moveLimit;
}
