// Puts the font among the packages that Deno fetches.
import "npm:@expo-google-fonts/inter@0.4.2/package.json" with { type: "json" };
import { EnvironmentError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import type { Mask } from "./paint.ts";
import { type PathCommand, rasterize } from "./rasterize.ts";

/** Labels kept; a video with ten faces shows about as many in a few seconds. */
const maxSprites = 256;

/** The part of a font that is needed here, in units of the font. */
interface Font {
  readonly unitsPerEm: number;
  charToGlyph(character: string): {
    readonly advanceWidth?: number;
    getPath(x: number, y: number, fontSize: number): { readonly commands: PathCommand[] };
  };
}

/** A text as a picture of its coverage. */
export interface TextSprite extends Omit<Mask, "x" | "y"> {
  /** Rows from the top of the picture to the line that the letters stand on. */
  readonly baseline: number;
}

/** Turns short texts into pictures, with a font that comes along: Inter, semibold. */
export class TextSprites {
  readonly #font: Font;
  readonly #sprites: Map<string, TextSprite> = new Map();

  private constructor(font: Font) {
    this.#font = font;
  }

  /**
   * Loads the font.
   *
   * @throws {EnvironmentError} If the permission to read it is missing.
   */
  static async load(): Promise<TextSprites> {
    const { default: opentype } = await import("npm:opentype.js@2.0.0");
    const file = import.meta.resolve(
      "npm:@expo-google-fonts/inter@0.4.2/600SemiBold/Inter_600SemiBold.ttf",
    );
    try {
      const bytes = await Deno.readFile(new URL(file));
      return new TextSprites(opentype.parse(bytes.buffer) as Font);
    } catch (cause) {
      if (!isNotCapable(cause)) throw cause;
      throw new EnvironmentError(
        "permission-missing",
        "Cannot draw labels: loading the font needs the permission --allow-read",
        { cause },
      );
    }
  }

  /** Texts that are kept for the next time, at most 256. */
  get size(): number {
    return this.#sprites.size;
  }

  /**
   * Draws a line of text. Digits all take the same width, so that a changing number stays in place.
   *
   * @param text The text.
   * @param sizePx The font's size in pixels.
   * @returns Its coverage.
   */
  sprite(text: string, sizePx: number): TextSprite {
    const key = `${sizePx} ${text}`;
    const sprite = this.#sprites.get(key) ?? this.#draw(text, sizePx);
    // A map is in the order of insertion: the first one has not been used for longest.
    this.#sprites.delete(key);
    this.#sprites.set(key, sprite);
    if (this.#sprites.size > maxSprites) {
      this.#sprites.delete(this.#sprites.keys().next().value!);
    }
    return sprite;
  }

  #draw(text: string, sizePx: number): TextSprite {
    const scale = sizePx / this.#font.unitsPerEm;
    const advance = (c: string): number => (this.#font.charToGlyph(c).advanceWidth ?? 0) * scale;
    const baseline = Math.ceil(sizePx);
    const commands: PathCommand[] = [];
    let x = 0;
    for (const character of text) {
      const own = advance(character);
      const width = /\d/.test(character) ? advance("0") : own;
      const glyph = this.#font.charToGlyph(character);
      commands.push(...glyph.getPath(x + (width - own) / 2, baseline, sizePx).commands);
      x += width;
    }
    const width = Math.max(1, Math.ceil(x)), height = baseline + Math.ceil(sizePx * 0.3);
    return { width, height, baseline, alpha: rasterize(commands, width, height) };
  }
}
