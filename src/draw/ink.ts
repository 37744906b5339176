import type { Rgb } from "./ansi_color.ts";

/** The colours of the text on labels. */
export const DARK_INK = "#111113", LIGHT_INK = "#ffffff";

/**
 * Parses a colour.
 *
 * @param color `#rrggbb`.
 * @returns Its channels, 0 to 255.
 */
export function parseColor(color: string): Rgb {
  return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)) as unknown as Rgb;
}

/**
 * The text colour that is easier to read on a background.
 *
 * @param background `#rrggbb`.
 * @returns {@linkcode DARK_INK} or {@linkcode LIGHT_INK}.
 *
 * @example
 * ```ts
 * import { inkOn, LIGHT_INK } from "./ink.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(inkOn("#0072b2"), LIGHT_INK);
 * ```
 */
export function inkOn(background: string): string {
  // ref: WCAG 2.2, relative luminance, with a plain power of 2.2 for sRGB.
  const [r, g, b] = parseColor(background).map((value) => (value / 255) ** 2.2) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? LIGHT_INK : DARK_INK;
}
