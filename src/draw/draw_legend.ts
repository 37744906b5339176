import type { Frame } from "../image/frame.ts";
import { drawCaption, textTop } from "./caption.ts";
import type { DrawnFace } from "./drawn_face.ts";
import { DARK_INK, LIGHT_INK } from "./ink.ts";
import { paint } from "./paint.ts";
import type { Legend } from "./place_legend.ts";
import { filledBox } from "./rounded_box.ts";
import type { TextSprites } from "./text_sprites.ts";

/**
 * The height of a line in a legend.
 *
 * @param sizePx Font size in pixels.
 * @returns The height in pixels.
 */
export function legendRowHeight(sizePx: number): number {
  return Math.round(1.8 * sizePx);
}

/**
 * Draws a legend: the number of each face and what it shows.
 *
 * @param frame The frame. Its samples are changed.
 * @param legend Where the entries are. If it has fewer than there are faces, the last says how many more
 * there are.
 * @param faces The faces.
 * @param sizePx Font size in pixels, that of the faces' numbers.
 * @param sprites Draws the texts.
 */
export function drawLegend(
  frame: Frame,
  { box, place, entries }: Legend,
  faces: readonly DrawnFace[],
  sizePx: number,
  sprites: TextSprites,
): void {
  paint(frame, filledBox(box, 0), DARK_INK, place === "below" ? 1 : 0.75);
  const widestTag = Math.max(...faces.map(({ tag }) => tag.width));
  for (const [i, { x, y }] of entries.entries()) {
    const { tag, text, color, isUncertain } = faces[i]!, rest = faces.length - i;
    const { width, height, padding } = tag;
    const tagPlace = {
      x: x + padding + widestTag - width,
      y: y + Math.round((legendRowHeight(sizePx) - height) / 2),
      width,
      height,
    };
    const isRest = i === entries.length - 1 && rest > 1;
    if (!isRest) drawCaption(frame, tagPlace, tag, color, isUncertain);
    const sprite = sprites.sprite(isRest ? `and ${rest} more` : text, sizePx);
    const left = x + 2 * padding + (isRest ? 0 : widestTag);
    paint(frame, { ...sprite, x: left, y: textTop(tagPlace, sizePx, sprite) }, LIGHT_INK);
  }
}
