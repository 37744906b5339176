import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import { squareFrame } from "../image/square_frame.ts";
import { faceNumber } from "../record/face_number.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { type ColorDepth, colorSequence, type Rgb } from "./ansi_color.ts";
import { emotionColor } from "./emotion_colors.ts";
import { DARK_INK, inkOn, LIGHT_INK, parseColor } from "./ink.ts";
import { labelText, tagOf } from "./label_text.ts";
import { layOutLabels } from "./lay_out_labels.ts";
import type { Size } from "./place_labels.ts";

/** A terminal to draw on. */
export interface TerminalSpace {
  /** Characters per row. */
  readonly columns: number;
  /** Rows of characters. */
  readonly rows: number;
  /** How many colours it can show. */
  readonly depth: ColorDepth;
}

/** A character cell: two pixels, one above the other, or a character of a label. */
interface Cell {
  character: string;
  front: Rgb;
  back: Rgb;
}

/**
 * Draws a frame and its faces in coloured half blocks, as large as possible. Below a still there may be
 * lines of text in addition.
 *
 * @param frame The frame.
 * @param record Its record.
 * @param space The terminal.
 * @returns The lines. Each resets the colours at its end.
 *
 * @example
 * ```ts
 * import { createFrame } from "../image/frame.ts";
 * import { terminalPicture } from "./terminal_picture.ts";
 * import assert from "node:assert/strict";
 *
 * const frame = createFrame("gray", 1, 2, new Uint8Array([255, 0]));
 * const record = { source: "", frame: 0, time: 0, width: 1, height: 2, faces: [] };
 * const lines = terminalPicture(frame, record, { columns: 9, rows: 1, depth: "24-bit" });
 * assert.deepEqual(lines, ["\x1b[38;2;255;255;255m\x1b[48;2;0;0;0m▀\x1b[0m"]);
 * ```
 */
export function terminalPicture(
  frame: Frame,
  { faces, baseline }: FrameResult,
  space: TerminalSpace,
): string[] {
  const { width, height } = fit(frame, space);
  const [sx, sy] = [width / frame.width, height / frame.height];
  const pixels = sampleRgb(frame, [1 / sx, 0, 0, 0, 1 / sy, 0], width, height);
  const boxes = faces.map(({ box }): Box => ({
    x: Math.floor(box.x * sx),
    y: Math.floor(box.y * sy),
    width: Math.max(1, Math.round(box.width * sx)),
    height: Math.max(1, Math.round(box.height * sy)),
  }));
  for (const [i, { emotion }] of faces.entries()) {
    outline(pixels, width, height, boxes[i]!, parseColor(emotionColor(emotion)));
  }
  const cells = halfBlocks(pixels, width, height);
  const named = faces.map((face, i) => nameFace(face, faceNumber(faces, i), baseline));
  writeLabels(cells, named, boxes.map(inCells), frame.still);
  return cells.map((row) => line(row, space.depth));
}

/** A face and what is written for it. */
interface NamedFace {
  readonly tag: string;
  readonly text: string;
  readonly label: string;
  /** The colours of its labels. */
  readonly front: Rgb;
  readonly back: Rgb;
}

function nameFace(face: FaceResult, number: number | undefined, baseline?: string): NamedFace {
  const text = labelText(face, baseline);
  const color = face.uncertain ? DARK_INK : emotionColor(face.emotion);
  return {
    tag: tagOf(face, number),
    text,
    label: ` ${number === undefined ? "" : `#${number} `}${text} `,
    front: parseColor(inkOn(color)),
    back: parseColor(color),
  };
}

/** The largest picture in the frame's shape that fits, in pixels: two to a row. */
function fit(frame: Frame, { columns, rows }: TerminalSpace): Size {
  const { width, height } = squareFrame(frame);
  const scale = Math.min(columns / width, rows * 2 / height);
  return {
    width: Math.min(Math.max(1, Math.round(width * scale)), columns),
    height: Math.min(Math.max(1, Math.round(height * scale / 2)), rows) * 2,
  };
}

function halfBlocks(pixels: Float32Array, width: number, height: number): Cell[][] {
  const at = (x: number, y: number): Rgb =>
    [0, 1, 2].map((c) => Math.round(pixels[(y * width + x) * 3 + c]! * 255)) as unknown as Rgb;
  const row = (y: number): Cell[] =>
    Array.from({ length: width }, (_, x) => ({
      character: "▀",
      front: at(x, 2 * y),
      back: at(x, 2 * y + 1),
    }));
  return Array.from({ length: height / 2 }, (_, y) => row(y));
}

/** Writes labels beside the faces; numbers, and a legend, where they do not fit. */
function writeLabels(
  cells: Cell[][],
  faces: readonly NamedFace[],
  boxes: readonly Box[],
  mayGoBelow: boolean,
): void {
  const picture = { width: cells[0]!.length, height: cells.length };
  const widest = (text: (face: NamedFace) => string): number =>
    Math.max(...faces.map((face) => text(face).length));
  const tagWidth = widest(({ tag }) => tag);
  const entry = { width: tagWidth + widest(({ text }) => text) + 3, height: 1 };
  const size = ({ length }: string): Size => ({
    width: Math.min(length, picture.width),
    height: 1,
  });
  const labelled = faces.map(({ label, tag }, i) => ({
    box: boxes[i]!,
    label: label.length <= 1.5 * boxes[i]!.width ? size(label) : undefined,
    tag: size(tag),
  }));
  const { places, tagged, legend } = layOutLabels(labelled, picture, 0, entry, { mayGoBelow });
  const write = (text: string, x: number, y: number, { front, back }: NamedFace): void => {
    [...text].slice(0, Math.max(picture.width - x, 0)).forEach((character, i) => {
      cells[y]![x + i] = { character, front, back };
    });
  };
  for (let y = cells.length; legend && y < legend.box.y + legend.box.height; y++) cells.push([]);
  const plain = { front: parseColor(LIGHT_INK), back: parseColor(DARK_INK) };
  for (const [i, { x, y }] of legend?.entries.entries() ?? []) {
    const face = faces[tagged[i]!]!, rest = tagged.length - i;
    const isRest = i === legend!.entries.length - 1 && rest > 1;
    const text = isRest ? `and ${rest} more` : `${" ".repeat(tagWidth)} ${face.text}`;
    write(` ${text}`.padEnd(entry.width), x, y, { ...face, ...plain });
    if (!isRest) write(face.tag, x + 1 + tagWidth - face.tag.length, y, face);
  }
  for (const [i, face] of faces.entries()) {
    const { x, y } = places[i]!;
    write(tagged.includes(i) ? face.tag : face.label, x, y, face);
  }
}

/** The cells that a box of pixels touches. */
function inCells({ x, y, width, height }: Box): Box {
  const top = Math.floor(y / 2);
  return { x, y: top, width, height: Math.ceil((y + height) / 2) - top };
}

/** Draws the outline of a box, one pixel thick. */
function outline(
  pixels: Float32Array,
  width: number,
  height: number,
  box: Box,
  color: Rgb,
): void {
  const right = box.x + box.width - 1, bottom = box.y + box.height - 1;
  for (let y = Math.max(box.y, 0); y <= Math.min(bottom, height - 1); y++) {
    for (let x = Math.max(box.x, 0); x <= Math.min(right, width - 1); x++) {
      if (x > box.x && x < right && y > box.y && y < bottom) continue;
      color.forEach((value, c) => pixels[(y * width + x) * 3 + c] = value / 255);
    }
  }
}

/** Joins cells into a line that selects colours only where they change. */
function line(cells: readonly Cell[], depth: ColorDepth): string {
  let front = "", back = "", text = "";
  for (const cell of cells) {
    const [nextFront, nextBack] = [
      colorSequence(38, cell.front, depth),
      colorSequence(48, cell.back, depth),
    ];
    if (nextFront !== front) text += nextFront;
    if (nextBack !== back) text += nextBack;
    [front, back] = [nextFront, nextBack];
    text += cell.character;
  }
  return `${text}\x1b[0m`;
}
