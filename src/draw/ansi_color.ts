/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The channel levels in the colour cube of terminals with 256 colours. */
const levels = [0, 95, 135, 175, 215, 255];

/**
 * The nearest of a terminal's 256 colours, from the colour cube or the greys.
 *
 * @param rgb The colour.
 * @returns Its number, 16 to 255.
 *
 * @example
 * ```ts
 * import { ansi256 } from "./ansi_color.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(ansi256([255, 0, 0]), 196);
 * ```
 */
export function ansi256([r, g, b]: Rgb): number {
  // ref: xterm, 256colres.pl.
  const [i, j, k] = [nearestLevel(r), nearestLevel(g), nearestLevel(b)];
  const grey = Math.min(Math.max(Math.round(((r + g + b) / 3 - 8) / 10), 0), 23);
  const level = 8 + 10 * grey;
  const ofCube = (r - levels[i]!) ** 2 + (g - levels[j]!) ** 2 + (b - levels[k]!) ** 2;
  const ofGrey = (r - level) ** 2 + (g - level) ** 2 + (b - level) ** 2;
  return ofGrey < ofCube ? 232 + grey : 16 + 36 * i + 6 * j + k;
}

function nearestLevel(value: number): number {
  return value < 48 ? 0 : value < 115 ? 1 : Math.trunc((value - 35) / 40);
}

/**
 * The escape sequence that selects a colour.
 *
 * @param ground `38` for the text, `48` for the background.
 * @param rgb The colour.
 * @param depth How many colours the terminal has.
 * @returns The sequence.
 */
export function colorSequence(ground: 38 | 48, rgb: Rgb, depth: ColorDepth): string {
  return depth === "256"
    ? `\x1b[${ground};5;${ansi256(rgb)}m`
    : `\x1b[${ground};2;${rgb.join(";")}m`;
}

/** How many colours a terminal has. */
export type ColorDepth = "24-bit" | "256";
