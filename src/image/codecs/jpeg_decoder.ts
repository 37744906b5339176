import createModule from "npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.js";
import { readBytes } from "../../runtime/read_bytes.ts";

/** Pictures of more pixels leave no grown WebAssembly memory behind. */
const keepBelowPixels = 16_000_000;

/** Decodes grey and colour JPEGs with mozjpeg in WebAssembly, upright by their EXIF orientation. */
export class JpegDecoder {
  #module: ReturnType<typeof createModule> | undefined;
  #warnings: string[] = [];

  /**
   * @param bytes A whole JPEG.
   * @returns RGBA samples and the size.
   * @throws {Error} If the JPEG is damaged or ends early.
   */
  async decode(bytes: Uint8Array): Promise<ImageData> {
    this.#module ??= this.#load();
    let module: Awaited<ReturnType<typeof createModule>>;
    try {
      module = await this.#module;
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
    this.#warnings = [];
    try {
      const image = module.decode(bytes as BufferSource, true);
      const damage = this.#warnings.find(isDamage);
      if (image === null || damage !== undefined) throw new Error(damage ?? "no picture in it");
      if (image.width * image.height > keepBelowPixels) this.#module = undefined;
      return image;
    } catch (error) {
      // What a failed run leaves allocated goes away with its module.
      this.#module = undefined;
      throw new Error(this.#warnings.at(-1) ?? "the decoder stopped", { cause: error });
    }
  }

  async #load(): Promise<Awaited<ReturnType<typeof createModule>>> {
    const wasm = import.meta.resolve("npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.wasm");
    return await createModule({
      noInitialRun: true,
      printErr: (line: string) => this.#warnings.push(line),
      wasmBinary: await readBytes(new URL(wasm)),
    });
  }
}

/** Cameras pad their JPEGs; whatever else mozjpeg warns of costs pixels. */
function isDamage(warning: string): boolean {
  return !warning.includes("extraneous bytes before marker");
}
