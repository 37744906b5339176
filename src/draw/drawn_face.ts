import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import type { Caption } from "./caption.ts";
import { DARK_INK } from "./ink.ts";
import { paint } from "./paint.ts";
import { outlinedBox } from "./rounded_box.ts";

/** A face and what is drawn for it. */
export interface DrawnFace {
  readonly number: number;
  /** The visible part of its box, in whole pixels. */
  readonly box: Box;
  /** What it shows, without its number. */
  readonly text: string;
  readonly color: string;
  readonly isUncertain: boolean;
  /** Its number and text, if that is not too wide. */
  readonly label: Caption | undefined;
  /** Its number alone. */
  readonly tag: Caption;
  /** Width of its entry in a legend, in pixels. */
  readonly entryWidth: number;
  /** Width of its outline in pixels. */
  readonly line: number;
}

/**
 * Draws the outline of a face.
 *
 * @param frame The frame. Its samples are changed.
 * @param face The face.
 */
export function drawBox(frame: Frame, { box, line, color, isUncertain }: DrawnFace): void {
  const edge = Math.max(1, Math.round(line / 3));
  const around = {
    x: box.x - edge,
    y: box.y - edge,
    width: box.width + 2 * edge,
    height: box.height + 2 * edge,
  };
  const radius = 3 * line;
  // A thin shadow on both sides keeps the line visible on a background of its own colour.
  for (const side of outlinedBox(around, radius + edge, line + 2 * edge)) {
    paint(frame, side, DARK_INK, 0.4);
  }
  for (const side of outlinedBox(box, radius, line)) {
    paint(frame, side, color, isUncertain ? 0.6 : 1);
  }
}
