import type { Frame } from "../image/frame.ts";
import type { Box } from "../geometry.ts";
import { DARK_INK, inkOn, LIGHT_INK } from "./ink.ts";
import { paint } from "./paint.ts";
import type { Size } from "./place_labels.ts";
import { filledBox, outlinedBox } from "./rounded_box.ts";
import type { TextSprite, TextSprites } from "./text_sprites.ts";

/** A text in a small coloured box. */
export interface Caption extends Size {
  readonly sprite: TextSprite;
  readonly sizePx: number;
  readonly padding: number;
}

/** The space left and right of a text of the given size. */
function paddingOf(sizePx: number): number {
  return Math.round(sizePx * 0.4);
}

/**
 * Makes a caption.
 *
 * @param sprites Draws the text.
 * @param text One line.
 * @param sizePx Font size in pixels. It becomes less if the caption would not fit into the frame.
 * @param frame The frame that it is for.
 * @returns The caption.
 */
export function makeCaption(
  sprites: TextSprites,
  text: string,
  sizePx: number,
  frame: Size,
): Caption {
  for (let size = sizePx;; size--) {
    const padding = paddingOf(size);
    const width = sprites.width(text, size) + 2 * padding, height = Math.round(size * 1.5);
    if (size <= 4 || (width <= frame.width && height <= frame.height)) {
      return { sprite: sprites.sprite(text, size), sizePx: size, padding, width, height };
    }
  }
}

/** Font sizes in pixels. */
export interface TextSizes {
  /** The smallest that can be read. */
  readonly least: number;
  readonly most: number;
}

/**
 * The font size of a face's caption: so that it is a quarter wider than the face, at least the smallest
 * size if that is not wider than `widest`. Sizes come in steps, so that a face that moves a little does
 * not change its caption in every frame.
 *
 * @param sprites Measure the text.
 * @param text One line.
 * @param faceWidth How wide the face is in pixels.
 * @param widest How wide the caption may be in pixels.
 * @param sizes The smallest and the largest font size.
 * @returns The font size, or nothing if the caption is too wide.
 */
export function fittingSize(
  sprites: TextSprites,
  text: string,
  faceWidth: number,
  widest: number,
  { least, most }: TextSizes,
): number | undefined {
  const width = (size: number): number => sprites.width(text, size) + 2 * paddingOf(size);
  for (let size = most; size > least; size = Math.floor(size * 0.87)) {
    if (width(size) <= Math.min(1.25 * faceWidth, widest)) return size;
  }
  return width(least) <= widest ? least : undefined;
}

/**
 * Draws a caption onto a frame.
 *
 * @param frame The frame. Its samples are changed.
 * @param place The caption's place, of its size.
 * @param caption The caption.
 * @param color The colour of the box, `#rrggbb`; of its outline alone if the face is uncertain.
 * @param isUncertain Whether the face's label is not reliable.
 */
export function drawCaption(
  frame: Frame,
  place: Box,
  { sprite, sizePx, padding }: Caption,
  color: string,
  isUncertain: boolean,
): void {
  const radius = Math.round(sizePx * 0.3);
  paint(frame, filledBox(place, radius), isUncertain ? DARK_INK : color);
  if (isUncertain) {
    for (const side of outlinedBox(place, radius, Math.max(1, sizePx / 12))) {
      paint(frame, side, color);
    }
  }
  const ink = isUncertain ? LIGHT_INK : inkOn(color);
  paint(frame, { ...sprite, x: place.x + padding, y: textTop(place, sizePx, sprite) }, ink);
}

/**
 * Where a text must be drawn to stand in the middle of a box's height.
 *
 * @param place The box.
 * @param sizePx Font size in pixels.
 * @param sprite The text.
 * @returns The upper edge of its mask.
 */
export function textTop(place: Box, sizePx: number, { baseline }: TextSprite): number {
  // The height of capitals is 0.73 of the font size.
  return place.y + Math.round((place.height + sizePx * 0.73) / 2) - baseline;
}
