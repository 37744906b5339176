import type { Box } from "../geometry.ts";
import { type Frame, frameBytes } from "../image/frame.ts";
import { faceNumber } from "../record/face_number.ts";
import type { FrameResult } from "../result.ts";
import { drawCaption, fittingSize, makeCaption, type TextSizes } from "./caption.ts";
import { drawLegend, legendRowHeight } from "./draw_legend.ts";
import { drawBox, type DrawnFace } from "./drawn_face.ts";
import { emotionColor } from "./emotion_colors.ts";
import { DARK_INK } from "./ink.ts";
import { labelText, tagOf } from "./label_text.ts";
import { layOutLabels } from "./lay_out_labels.ts";
import { loadFont } from "./load_font.ts";
import { paint } from "./paint.ts";
import type { LegendPlace } from "./place_legend.ts";
import { filledBox } from "./rounded_box.ts";
import { TextSprites } from "./text_sprites.ts";

/**
 * Draws records onto frames: the box, number, label and percentage of each face, in sizes that follow
 * the face and the frame. Faces that are too small for a label get their number, and a line in a legend.
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
  /** What the last frame had, which the next one keeps if it can. */
  #place: LegendPlace | undefined;
  #labelled = new Set<number>();

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
   * @returns A frame in the same layout. That of a still is higher if only below it a legend would hide
   * no face, and wider if a legend is.
   */
  draw(frame: Frame, record: FrameResult): Frame {
    const sizes = textSizes(frame);
    const faces = record.faces.map((_, i) => this.#prepare(record, i, frame, sizes))
      .sort((a, b) => a.number - b.number);
    const entry = {
      width: Math.max(...faces.map((face) => face.entryWidth)),
      height: legendRowHeight(sizes.least),
    };
    const gap = Math.max(2, Math.round(sizes.least / 6));
    const { places, tagged, legend } = layOutLabels(faces, frame, gap, entry, {
      preferred: this.#place,
      mayGoBelow: frame.still && !frame.format.startsWith("yuv"),
    });
    const below = legend?.place === "below" ? legend.box.height : 0;
    const beside = below > 0 ? legend!.box.width - frame.width : 0;
    const drawn = copyWithRoom(frame, below, beside);
    if (beside > 0) {
      const room = { x: frame.width, y: 0, width: beside, height: frame.height };
      paint(drawn, filledBox(room, 0), DARK_INK);
    }
    for (const face of faces) drawBox(drawn, face);
    if (legend) drawLegend(drawn, legend, tagged.map((i) => faces[i]!), sizes.least, this.#sprites);
    for (const [i, { label, tag, color, isUncertain }] of faces.entries()) {
      drawCaption(drawn, places[i]!, tagged.includes(i) ? tag : label!, color, isUncertain);
    }
    this.#place = below === 0 ? legend?.place : undefined;
    this.#labelled = new Set(faces.flatMap(({ number }, i) => tagged.includes(i) ? [] : [number]));
    return drawn;
  }

  #prepare(
    record: FrameResult,
    index: number,
    frame: Frame,
    sizes: TextSizes,
  ): DrawnFace {
    const sprites = this.#sprites, { least, most } = sizes;
    const face = record.faces[index]!, number = faceNumber(record.faces, index);
    const box = visiblePart(face.box, frame);
    const text = labelText(face, record.baseline);
    const full = number === undefined ? text : `#${number} ${text}`;
    // A face that had a label in the last frame keeps it a little longer.
    const widest = (this.#labelled.has(number ?? 0) ? 1.6 : 1.5) * box.width;
    const size = fittingSize(sprites, full, box.width, Math.min(widest, frame.width), sizes);
    const tag = makeCaption(sprites, tagOf(face, number), least, frame);
    return {
      number: number ?? 0,
      box,
      text,
      color: emotionColor(face.emotion),
      isUncertain: face.uncertain ?? false,
      label: size === undefined ? undefined : makeCaption(sprites, full, size, frame),
      tag,
      entryWidth: tag.width + sprites.width(text, least) + 4 * tag.padding,
      line: Math.max(2, Math.round(Math.min(most / 8, Math.max(least / 10, box.width / 30)))),
    };
  }
}

/** Font sizes that can be read where the frame is shown about 1,200 pixels wide. */
function textSizes({ width, height }: Frame): TextSizes {
  const side = Math.sqrt(width * height);
  const least = Math.max(12, Math.round(side * 0.011));
  return { least, most: Math.max(least, Math.round(side * 0.025)) };
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

/** A copy of a frame, higher and wider by some rows and columns if its layout is not planar. */
function copyWithRoom(frame: Frame, rows: number, columns: number): Frame {
  if (rows === 0) return { ...frame, data: frame.data.slice() };
  const height = frame.height + rows, width = frame.width + columns;
  const data = new Uint8Array(frameBytes(frame.format, width, height));
  const from = frameBytes(frame.format, frame.width, 1), to = frameBytes(frame.format, width, 1);
  for (let y = 0; y < frame.height; y++) {
    data.set(frame.data.subarray(y * from, (y + 1) * from), y * to);
  }
  return { ...frame, width, height, data };
}
