import init, { decode } from "npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js";
import { readBytes } from "../../runtime/read_bytes.ts";

/** Decodes PNGs with Rust's png in WebAssembly. Their chunks must have been walked before. */
export class PngDecoder {
  #ready: Promise<unknown> | undefined;

  /**
   * @param bytes A whole PNG.
   * @returns RGBA samples and the size.
   * @throws {Error} If what its chunks hold is damaged.
   */
  async decode(bytes: Uint8Array): Promise<ImageData> {
    this.#ready ??= load();
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
    try {
      return decode(bytes);
    } catch (cause) {
      throw new Error("what its PNG chunks hold is damaged", { cause });
    }
  }
}

async function load(): Promise<void> {
  const wasm = import.meta.resolve("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png_bg.wasm");
  await init(await readBytes(new URL(wasm)));
}
