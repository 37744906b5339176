import type { Frame } from "../image/frame.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { UsualGap } from "../track/usual_gap.ts";
import { displayWidth, padDisplay } from "./display_width.ts";
import { faceNumber } from "./face_number.ts";
import { formatTime } from "./format_time.ts";
import { printable } from "./printable.ts";
import type { RecordFormatter } from "./record_formatter.ts";

/** A face that is not seen for this long, or three usual gaps, is gone: then `Tracker` has given it up. */
const goneAfterS = 1;

/** A label in doubt for a shorter time, as while it changes, is not worth a line. */
const doubtS = 0.3;

/** How records are written as text. */
export interface TextOptions {
  /** Whether each frame of a video gets a line, and each face its box. @default {false} */
  readonly verbose?: boolean;
  /** Whether the lines of a video start with its name. @default {false} */
  readonly showSource?: boolean;
  /** Width of the column of names, so that the faces of several pictures are aligned. @default {0} */
  readonly sourceWidth?: number;
  /** Characters per line; pictures with many faces take several lines. @default {any number} */
  readonly columns?: number;
  /** Colours a label as fits its emotion, or what is no label. @default {no colour} */
  readonly paint?: (text: string, emotion?: string) => string;
}

/**
 * Records as text for people: a line for each picture; in video a line when a face comes, goes or
 * changes its label.
 *
 * @example
 * ```ts
 * import { TextLines } from "./text_lines.ts";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 1, y: 1, width: 2, height: 2 };
 * const face = { id: 1, box, score: 1, emotion: "happy", confidence: 0.9, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [face] };
 * const lines = new TextLines();
 * assert.equal(lines.format(record, { still: false }), "0:00.0  #1  happy 90%");
 * assert.equal(lines.format({ ...record, time: 0.5 }, { still: false }), "");
 * ```
 */
export class TextLines implements RecordFormatter {
  readonly #options: Required<TextOptions>;
  /** The label and the last sight of each face. */
  readonly #faces = new Map<number, { label: string; certainAt: number; seenAt: number }>();
  #first: FrameResult | undefined;
  #gap = new UsualGap(goneAfterS);
  #lastTime: number | undefined;
  #hasNumbers = false;
  #numberWidth = 0;

  /** @param options How to write. */
  constructor(options: TextOptions = {}) {
    const defaults = { columns: Infinity, verbose: false, showSource: false, sourceWidth: 0 };
    this.#options = { ...defaults, paint: (text) => text, ...options };
  }

  /** Formats a picture, a frame, or what has changed with it. */
  format(record: FrameResult, { still }: Pick<Frame, "still">): string {
    if (still) return this.#picture(record);
    return this.#options.verbose ? this.#frame(record) : this.#changes(record);
  }

  /** Ends a source. A video of one frame has no numbered faces, and they are written now. */
  finish(): string {
    const first = this.#hasNumbers ? undefined : this.#first;
    const lines = first?.faces.map((face) => `${this.#head(first)}${this.#label(face)}`) ?? [];
    this.#faces.clear();
    this.#first = this.#lastTime = undefined;
    this.#gap = new UsualGap(goneAfterS);
    this.#hasNumbers = false;
    return lines.join("\n");
  }

  #picture({ source, faces }: FrameResult): string {
    const { columns, sourceWidth, paint } = this.#options;
    const head = `${padDisplay(printable(source), sourceWidth)}  `;
    if (faces.length === 0) return head + paint("no face");
    const texts = faces.map((face, i) => {
      const number = faceNumber(faces, i);
      return `${number === undefined ? "" : `#${number} `}${this.#label(face)}${this.#box(face)}`;
    });
    return head +
      inColumns(texts, columns - displayWidth(head)).join(
        `\n${padDisplay("", displayWidth(head))}`,
      );
  }

  #frame(record: FrameResult): string {
    const texts = record.faces.map((face) => {
      const number = face.id === undefined ? "" : `#${face.id} `;
      return `${number}${this.#label(face)}${this.#box(face)}`;
    });
    return `${this.#head(record, 3)}${texts.join("; ") || this.#options.paint("no face")}`;
  }

  #changes(record: FrameResult): string {
    const { time } = record, { paint } = this.#options, { longestS } = this.#gap;
    if (this.#lastTime !== undefined) this.#gap.add(time - this.#lastTime);
    this.#lastTime = time;
    const lines: string[] = [];
    for (const face of record.faces) {
      const { id } = face;
      // It has none in the first frame in which it is seen, unless frames are far apart.
      if (id === undefined) continue;
      this.#hasNumbers = true;
      const label = face.uncertain ? "uncertain" : face.emotion;
      const known = this.#faces.get(id);
      const certainAt = face.uncertain && known ? known.certainAt : time;
      const isShort = known && face.uncertain && time - certainAt < doubtS;
      this.#faces.set(id, { label: isShort ? known.label : label, certainAt, seenAt: time });
      if (!isShort && known?.label !== label) {
        lines.push(this.#line(record, id, this.#label(face)));
      }
    }
    for (const [id, { seenAt }] of this.#faces) {
      if (time - seenAt <= longestS) continue;
      this.#faces.delete(id);
      lines.push(this.#line(record, id, paint("gone")));
    }
    const isEmpty = this.#first === undefined && record.faces.length === 0;
    this.#first ??= record;
    return isEmpty ? `${this.#head(record)}${paint("no face")}` : lines.join("\n");
  }

  #line(record: FrameResult, id: number, text: string): string {
    this.#numberWidth = Math.max(this.#numberWidth, `#${id}`.length);
    return `${this.#head(record)}${`#${id}`.padEnd(this.#numberWidth)}  ${text}`;
  }

  #head({ source, time }: FrameResult, digits = 1): string {
    const { showSource, sourceWidth } = this.#options;
    return `${showSource ? `${padDisplay(printable(source), sourceWidth)}  ` : ""}${
      formatTime(time, digits)
    }  `;
  }

  #label({ emotion: label, confidence, uncertain, reasons = [] }: FaceResult): string {
    const { paint } = this.#options, emotion = printable(label);
    const percent = `${Math.round(confidence * 100)}%`;
    if (!uncertain) return `${paint(emotion, emotion)} ${percent}`;
    // That two labels are close can be seen from the percentage.
    const why = reasons.filter((reason) => reason !== "close").map((reason) => `, ${reason}`);
    return paint(`uncertain (${emotion} ${percent}${why.join("")})`);
  }

  #box({ box: { x, y, width, height } }: FaceResult): string {
    if (!this.#options.verbose) return "";
    const [left, top, w, h] = [x, y, width, height].map(Math.round);
    return ` at ${left},${top} ${w}x${h}`;
  }
}

/** Arranges texts in lines that are at most so wide, one below the other. */
function inColumns(texts: readonly string[], columns: number): string[] {
  // deno-lint-ignore no-control-regex
  const widths = texts.map((text) => displayWidth(text.replaceAll(/\x1b\[[\d;]*m/g, "")));
  const isWide = columns === Infinity, width = isWide ? 0 : Math.max(...widths);
  const count = isWide ? texts.length : Math.max(1, Math.floor((columns + 2) / (width + 2)));
  const padded = texts.map((text, i) => text + " ".repeat(Math.max(0, width - widths[i]!)));
  return Array.from(
    { length: Math.ceil(texts.length / count) },
    (_, row) => padded.slice(row * count, (row + 1) * count).join("  ").trimEnd(),
  );
}
