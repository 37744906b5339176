import type { Box } from "../geometry.ts";
import type { Frame } from "../image/frame.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import { emotionColor } from "./emotion_colors.ts";
import { DARK_INK, inkOn, LIGHT_INK } from "./ink.ts";
import { labelText } from "./label_text.ts";
import { loadFont } from "./load_font.ts";
import { paint } from "./paint.ts";
import { placeLabels } from "./place_labels.ts";
import { filledBox, outlinedBox } from "./rounded_box.ts";
import { type TextSprite, TextSprites } from "./text_sprites.ts";

/**
 * Draws records onto frames: the box, id, label and percentage of each face, in sizes that grow with
 * the frame.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { Overlay } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const overlay = await Overlay.load();
 * const frame = createFrame("gray", 320, 240, new Uint8Array(320 * 240));
 * const face = {
 *   box: { x: 100, y: 80, width: 90, height: 90 },
 *   score: 0.9,
 *   emotion: "happy",
 *   confidence: 0.83,
 *   probabilities: { happy: 0.83, sad: 0.17 },
 * };
 * const record = { source: "", frame: 0, time: 0, width: 320, height: 240, faces: [face] };
 * const drawn = overlay.draw(frame, record);
 * assert.ok(drawn.data.some((value) => value > 0));
 * assert.ok(frame.data.every((value) => value === 0));
 * ```
 */
export class Overlay {
  readonly #sprites: TextSprites;

  private constructor(sprites: TextSprites) {
    this.#sprites = sprites;
  }

  /**
   * Loads the font.
   *
   * @returns The overlay. It need not be disposed.
   * @throws {EnvironmentError} If reading the font is not permitted.
   */
  static async load(): Promise<Overlay> {
    return new Overlay(new TextSprites(await loadFont()));
  }

  /**
   * Draws a record onto a copy of its frame.
   *
   * @param frame The frame, in any layout.
   * @param record Its record.
   * @returns A frame in the same layout.
   */
  draw(frame: Frame, record: FrameResult): Frame {
    const drawn = { ...frame, data: frame.data.slice() };
    const { faces, baseline } = record;
    const textPx = Math.max(12, Math.round(Math.sqrt(frame.width * frame.height) * 0.025));
    const line = Math.max(2, Math.round(textPx / 8));
    const labels = faces.map((face) => this.#label(labelText(face, baseline), textPx, frame));
    const boxes = faces.map(({ box }) => visiblePart(box, frame));
    const places = placeLabels(boxes, labels, frame, line);
    for (const [i, face] of faces.entries()) drawBox(drawn, boxes[i]!, face, line);
    for (const [i, face] of faces.entries()) drawLabel(drawn, places[i]!, labels[i]!, face);
    return drawn;
  }

  /** A label of the given size, or smaller if it would not fit into the frame. */
  #label(text: string, textPx: number, frame: Frame): Label {
    for (let size = textPx;; size--) {
      const sprite = this.#sprites.sprite(text, size);
      const padding = Math.round(size * 0.4);
      const width = sprite.width + 2 * padding, height = Math.round(size * 1.5);
      if (size <= 4 || (width <= frame.width && height <= frame.height)) {
        return { sprite, size, padding, width, height };
      }
    }
  }
}

interface Label {
  readonly sprite: TextSprite;
  readonly size: number;
  readonly padding: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a box inside the frame, in whole pixels, at least one. */
function visiblePart({ x, y, width, height }: Box, frame: Frame): Box {
  const left = Math.min(Math.max(Math.round(x), 0), frame.width - 1);
  const top = Math.min(Math.max(Math.round(y), 0), frame.height - 1);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.min(Math.round(x + width), frame.width) - left),
    height: Math.max(1, Math.min(Math.round(y + height), frame.height) - top),
  };
}

function drawBox(frame: Frame, box: Box, face: FaceResult, line: number): void {
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
    paint(frame, side, emotionColor(face.emotion), face.uncertain ? 0.6 : 1);
  }
}

function drawLabel(frame: Frame, place: Box, label: Label, face: FaceResult): void {
  const { sprite, size, padding } = label;
  const color = emotionColor(face.emotion);
  const radius = Math.round(size * 0.3);
  paint(frame, filledBox(place, radius), face.uncertain ? DARK_INK : color);
  if (face.uncertain) {
    for (const side of outlinedBox(place, radius, Math.max(1, size / 12))) {
      paint(frame, side, color);
    }
  }
  // The height of capitals is 0.73 of the font size.
  const y = place.y + Math.round((place.height + size * 0.73) / 2) - sprite.baseline;
  paint(
    frame,
    { ...sprite, x: place.x + padding, y },
    face.uncertain ? LIGHT_INK : inkOn(color),
  );
}
