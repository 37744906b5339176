import type { WebPModule } from "npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.js";
import { readBytes } from "../../runtime/read_bytes.ts";

/** Pictures of more pixels leave no grown WebAssembly memory behind. */
const keepBelowPixels = 16_000_000;

/** Decodes WebP pictures, lossy and lossless, with libwebp in WebAssembly. */
export class WebpDecoder {
  #module: Promise<WebPModule> | undefined;

  /**
   * @param bytes A whole WebP that is not animated.
   * @returns RGBA samples and the size.
   * @throws {Error} If the WebP is damaged or ends early.
   */
  async decode(bytes: Uint8Array): Promise<ImageData> {
    this.#module ??= load();
    let image: ImageData | null = null;
    try {
      image = (await this.#module).decode(bytes as BufferSource);
    } finally {
      // What a failed run leaves allocated goes away with its module.
      if (image === null || image.width * image.height > keepBelowPixels) this.#module = undefined;
    }
    if (image === null) throw new Error("what its WebP chunks hold is damaged");
    return image;
  }
}

async function load(): Promise<WebPModule> {
  const { default: createModule } = await import("npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.js");
  const wasm = import.meta.resolve("npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.wasm");
  return await createModule({ noInitialRun: true, wasmBinary: await readBytes(new URL(wasm)) });
}
