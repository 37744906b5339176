import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import { sampleRgb } from "../image/sample_rgb.ts";
import type { FrameResult } from "../result.ts";
import { type ColorDepth, colorSequence, type Rgb } from "./ansi_color.ts";
import { emotionColor } from "./emotion_colors.ts";
import { labelText } from "./overlay.ts";
import { placeLabels } from "./place_labels.ts";
import { DARK_INK, inkOn, parseColor } from "./ink.ts";

/** What there is to draw with. */
export interface TerminalSpace {
  /** Columns of letters. */
  readonly columns: number;
  /** Lines. */
  readonly rows: number;
  /** How many colours there are. */
  readonly depth: ColorDepth;
}

/** One letter's place: two pixels, one above the other, or a letter of a label. */
interface Cell {
  character: string;
  front: Rgb;
  back: Rgb;
}

/**
 * Draws a frame and its faces in coloured half blocks, as large as they fit.
 *
 * @param frame The frame.
 * @param record What it shows.
 * @param space The terminal's size and colours.
 * @returns The lines, each ending in the terminal's own colours.
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
  { faces }: FrameResult,
  { columns, rows, depth }: TerminalSpace,
): string[] {
  const scale = Math.min(columns / frame.width, rows * 2 / frame.height);
  const width = Math.min(Math.max(1, Math.round(frame.width * scale)), columns);
  const height = Math.min(Math.max(1, Math.round(frame.height * scale / 2)), rows) * 2;
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
  const at = (x: number, y: number): Rgb =>
    [0, 1, 2].map((c) => Math.round(pixels[(y * width + x) * 3 + c]! * 255)) as unknown as Rgb;
  const cells = Array.from(
    { length: height / 2 },
    (_, row) =>
      Array.from({ length: width }, (_, column): Cell => ({
        character: "▀",
        front: at(column, 2 * row),
        back: at(column, 2 * row + 1),
      })),
  );
  const texts = faces.map((face) => [...` ${labelText(face)} `].slice(0, width));
  const places = placeLabels(
    boxes.map(inCells),
    texts.map((text) => ({ width: text.length, height: 1 })),
    { width, height: height / 2 },
    0,
  );
  for (const [i, { emotion, uncertain }] of faces.entries()) {
    const color = uncertain ? DARK_INK : emotionColor(emotion);
    const [front, back] = [parseColor(inkOn(color)), parseColor(color)];
    const { x, y } = places[i]!;
    texts[i]!.forEach((character, j) => cells[y]![x + j] = { character, front, back });
  }
  return cells.map((row) => line(row, depth));
}

/** The letters' places that a box of pixels touches. */
function inCells({ x, y, width, height }: Box): Box {
  const top = Math.floor(y / 2);
  return { x, y: top, width, height: Math.ceil((y + height) / 2) - top };
}

/** A box one pixel thick. */
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

/** Chooses a colour only where it changes. */
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
