import type { Mask } from "./paint.ts";
import { type PathCommand, rasterize } from "./rasterize.ts";

/** How many texts are kept. A video with ten faces shows about as many within a few seconds. */
const maxSprites = 256;

/** The part of an OpenType font that is needed here, in units of the font. */
export interface Font {
  /** Units per font size. */
  readonly unitsPerEm: number;
  /** The outline of a character. */
  charToGlyph(character: string): {
    readonly advanceWidth?: number;
    getPath(x: number, y: number, fontSize: number): { readonly commands: PathCommand[] };
  };
}

/** A text as a mask. */
export interface TextSprite extends Omit<Mask, "x" | "y"> {
  /** Rows from the top of the mask to the baseline. */
  readonly baseline: number;
}

/** Draws short texts as masks and keeps them for the next time. */
export class TextSprites {
  readonly #font: Font;
  readonly #sprites: Map<string, TextSprite> = new Map();

  /** @param font The font. */
  constructor(font: Font) {
    this.#font = font;
  }

  /** How many texts are kept, at most 256. */
  get size(): number {
    return this.#sprites.size;
  }

  /**
   * Draws a line of text. All digits have the same width, so that a changing number stays in place.
   *
   * @param text The text.
   * @param sizePx Font size in pixels.
   * @returns The mask.
   */
  sprite(text: string, sizePx: number): TextSprite {
    const key = `${sizePx} ${text}`;
    const sprite = this.#sprites.get(key) ?? this.#draw(text, sizePx);
    // A map keeps the order of insertion: the first entry is the least recently used.
    this.#sprites.delete(key);
    this.#sprites.set(key, sprite);
    if (this.#sprites.size > maxSprites) {
      this.#sprites.delete(this.#sprites.keys().next().value!);
    }
    return sprite;
  }

  /**
   * How wide a line of text is.
   *
   * @param text The text.
   * @param sizePx Font size in pixels.
   * @returns The width of its mask in pixels.
   */
  width(text: string, sizePx: number): number {
    const units = [...text].reduce((sum, character) => sum + this.#advance(character), 0);
    return Math.max(1, Math.ceil(units * sizePx / this.#font.unitsPerEm));
  }

  /** How far a character moves the next one, in units of the font. All digits are alike. */
  #advance(character: string): number {
    return this.#font.charToGlyph(/\d/.test(character) ? "0" : character).advanceWidth ?? 0;
  }

  #draw(text: string, sizePx: number): TextSprite {
    const scale = sizePx / this.#font.unitsPerEm;
    const baseline = Math.ceil(sizePx);
    const commands: PathCommand[] = [];
    let x = 0;
    for (const character of text) {
      const glyph = this.#font.charToGlyph(character);
      const advance = this.#advance(character) * scale;
      const own = (glyph.advanceWidth ?? 0) * scale;
      commands.push(...glyph.getPath(x + (advance - own) / 2, baseline, sizePx).commands);
      x += advance;
    }
    const width = this.width(text, sizePx), height = baseline + Math.ceil(sizePx * 0.3);
    return { width, height, baseline, alpha: rasterize(commands, width, height) };
  }
}
