import type { Pixels } from "../frame.ts";

/** A larger picture leaves so much WebAssembly memory behind that its module is dropped. */
const keepBelowPixels = 16_000_000;

/** Runs a decoder that Emscripten compiled. It is loaded for the first picture and kept. */
export class EmscriptenDecoder<Module> {
  readonly #load: (printErr: (line: string) => void) => Promise<Module>;
  #module: Promise<Module> | undefined;
  #warnings: string[] = [];

  /** @param load Loads the module, which reports damage line by line to `printErr`. */
  constructor(load: (printErr: (line: string) => void) => Promise<Module>) {
    this.#load = load;
  }

  /**
   * Decodes one picture.
   *
   * @param decode Calls the module.
   * @returns The picture as RGBA.
   * @throws {Error} If the picture is damaged or cut short.
   */
  async decode(decode: (module: Module) => ImageData | null): Promise<Pixels> {
    try {
      this.#module ??= this.#load((line) => void this.#warnings.push(line));
      const module = await this.#module;
      this.#warnings = [];
      const image = decode(module);
      const damage = this.#warnings.find(isDamage);
      if (image === null || damage !== undefined) throw new Error(damage);
      if (image.width * image.height > keepBelowPixels) this.#module = undefined;
      return rgba(image);
    } catch (cause) {
      // A failed run leaves memory allocated, which goes away with the module.
      this.#module = undefined;
      throw new Error(this.#warnings.at(-1) ?? "its image data is damaged", { cause });
    }
  }
}

/**
 * Takes what a decoder returned.
 *
 * @param image The samples and the size.
 * @returns The picture as RGBA, with the same memory.
 */
export function rgba({ width, height, data }: ImageData): Pixels {
  const { buffer, byteOffset, byteLength } = data;
  return { format: "rgba", width, height, data: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** Warnings of mozjpeg that cost no pixels: padding, and fields that decoders do not need. */
const harmless = [
  "extraneous bytes before marker",
  "Invalid SOS parameters",
  "unknown JFIF revision",
  "Unknown Adobe color transform",
  "bad ICC marker",
];

function isDamage(warning: string): boolean {
  return !harmless.some((part) => warning.includes(part));
}
