import { OptionError } from "../errors.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { type Cue, CueTrack } from "./cue_track.ts";
import type { ResultFormatter } from "./format_result.ts";
import { type RecordSpan, RecordSpans } from "./record_spans.ts";

/** Where a cue stands, in percent of the frame: its middle and its upper edge. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** What is shown at a time, by the id of the face that it belongs to, or 0. */
type Texts = ReadonlyMap<number, readonly [text: string, place: Place | undefined]>;

/** A text follows a face that has moved by more than this share of the frame, in percent. */
const moveLimit = 10;

/**
 * Writes subtitles, which a player shows over the video: each face's label, with the face's id as
 * soon as there has been more than one. Changes that last less than half a second are left out.
 *
 * - `srt`: one line for all faces, where the player puts it.
 * - `vtt`: WebVTT, each label under its face, or over it where the face is low in the frame.
 *
 * A record gives its text later, when the next change or `finish()` shows how long it holds.
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
 * assert.equal(subtitles.format(record, false), "");
 * assert.equal(subtitles.format({ ...record, frame: 50, time: 2 }, false), "");
 * assert.equal(subtitles.finish(), "1\n00:00:00,000 --> 00:00:04,000\nhappy\n");
 * ```
 */
export class Subtitles implements ResultFormatter {
  /** The first line of the file, if the format has one. */
  readonly header?: string;
  readonly #format: "srt" | "vtt";
  readonly #spans = new RecordSpans();
  readonly #tracks = new Map<number, CueTrack<Place | undefined>>();
  #waiting: Cue<Place | undefined>[] = [];
  #source: string | undefined;
  #isNumbered = false;
  #count = 0;

  /**
   * Begins subtitles.
   *
   * @param format The format.
   */
  constructor(format: "srt" | "vtt") {
    this.#format = format;
    if (format === "vtt") this.header = "WEBVTT\n";
  }

  /**
   * Takes a record.
   *
   * @param record The record.
   * @param still True where the source is a single picture.
   * @returns The cues that have ended, without the last line break; empty if none has.
   * @throws {OptionError} If the record is of a picture, or of another video than the one before.
   */
  format(record: FrameResult, still: boolean): string {
    if (still) throw refusal(`${record.source} is a picture, and only videos have times`);
    this.#source ??= record.source;
    if (record.source !== this.#source) {
      throw refusal(`a file has room for one video, and ${record.source} is a second one`);
    }
    const span = this.#spans.add(record);
    if (span === undefined) return "";
    this.#addSpan(span);
    if (record.time > span.end) this.#add(new Map(), span.end, record.time);
    return this.#take();
  }

  /**
   * Ends the video.
   *
   * @returns The last cues, without the last line break; empty if there are none.
   */
  finish(): string {
    const span = this.#spans.finish();
    if (span !== undefined) this.#addSpan(span);
    for (const track of this.#tracks.values()) this.#waiting.push(...track.finish());
    this.#tracks.clear();
    return this.#take();
  }

  #addSpan({ record, end }: RecordSpan): void {
    const ids = record.faces.flatMap(({ id }) => id ?? []);
    this.#isNumbered ||= ids.length > 1 || ids.some((id) => id > 1);
    this.#add(textsOf(record, this.#format, this.#isNumbered), record.time, end);
  }

  #add(texts: Texts, start: number, end: number): void {
    for (const key of texts.keys()) {
      if (!this.#tracks.has(key)) this.#tracks.set(key, new CueTrack(hasMoved));
    }
    for (const [key, track] of this.#tracks) {
      const [text, place] = texts.get(key) ?? ["", undefined];
      this.#waiting.push(...track.add(text, place, start, end));
      if (track.start === undefined) this.#tracks.delete(key);
    }
  }

  /** Cues stand in the order of their starts, so that one may have to wait for another to end. */
  #take(): string {
    const open = Math.min(...[...this.#tracks.values()].map(({ start }) => start ?? Infinity));
    const due = this.#waiting.filter(({ start }) => start <= open);
    this.#waiting = this.#waiting.filter(({ start }) => start > open);
    due.sort((a, b) => a.start - b.start);
    return due.map((cue) => this.#write(cue)).join("\n");
  }

  #write({ text, place, start, end }: Cue<Place | undefined>): string {
    if (this.#format === "srt") {
      const times = `${clock(start, ",")} --> ${clock(end, ",")}`;
      return `${++this.#count}\n${times}\n${escapeSrt(text)}\n`;
    }
    const where = place === undefined ? "" : ` position:${place.x}% line:${place.y}%`;
    return `${clock(start, ".")} --> ${clock(end, ".")}${where}\n${escapeVtt(text)}\n`;
  }
}

function refusal(reason: string): OptionError {
  return new OptionError("option-invalid", `Cannot write subtitles: ${reason}`);
}

function textsOf(record: FrameResult, format: "srt" | "vtt", isNumbered: boolean): Texts {
  const tracked = record.faces.filter(({ id }) => id !== undefined);
  if (tracked.length === 0) {
    const faces = record.faces.toSorted((a, b) => a.box.x - b.box.x);
    return new Map([[0, [faces.map(emotionOf).join(", "), undefined]]]);
  }
  tracked.sort((a, b) => a.id! - b.id!);
  const label = (face: FaceResult) =>
    isNumbered ? `${face.id} ${emotionOf(face)}` : emotionOf(face);
  return format === "srt"
    ? new Map([[0, [tracked.map(label).join("  "), undefined]]])
    : new Map(tracked.map((face) => [face.id!, [label(face), placeOf(face, record)]]));
}

function emotionOf({ emotion, uncertain }: FaceResult): string {
  return uncertain ? "uncertain" : emotion;
}

/** Under the face, or over it where there is no room under it, and never so near a side that it wraps. */
function placeOf({ box }: FaceResult, { width, height }: FrameResult): Place {
  const x = Math.round((box.x + box.width / 2) / width * 100);
  const under = Math.round((box.y + box.height) / height * 100) + 1;
  const over = Math.round(box.y / height * 100) - 8;
  return { x: clamp(x, 15, 85), y: clamp(under > 88 ? over : under, 0, 88) };
}

function hasMoved(from: Place | undefined, to: Place | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return Math.abs(from.x - to.x) > moveLimit || Math.abs(from.y - to.y) > moveLimit;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function clock(seconds: number, point: string): string {
  const ms = Math.round(seconds * 1000);
  const [h, m, s] = [ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0"));
  return `${h}:${m}:${s}${point}${String(ms % 1000).padStart(3, "0")}`;
}

/** SubRip has no escapes, so what would begin a tag or end a cue is replaced. */
function escapeSrt(text: string): string {
  return oneLine(text).replaceAll("<", "‹").replaceAll("{", "(").replaceAll("-->", "->");
}

// ref: WebVTT, W3C Candidate Recommendation, 4.2.2: cue text.
function escapeVtt(text: string): string {
  return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}
