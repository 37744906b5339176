// Packs the decoders of the pinned npm packages as src/image/codecs/NAME.wasm, which are committed:
// deno task build:codecs
import { readFile, writeFile } from "node:fs/promises";
import { packFiles } from "../src/runtime/pack_files.ts";

/** The folder that holds the packed decoders. */
export const codecsFolder = new URL("../src/image/codecs/", import.meta.url);

const decoders = {
  "jpeg.wasm": import.meta.resolve("npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.wasm"),
  "png.wasm": import.meta.resolve("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png_bg.wasm"),
  "webp.wasm": import.meta.resolve("npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.wasm"),
};

/** The packed decoders by the names of their files. */
export async function* buildCodecs(): AsyncGenerator<[name: string, module: Uint8Array]> {
  for (const [name, url] of Object.entries(decoders)) {
    yield [name, packFiles({ "decoder.wasm": await readFile(new URL(url)) })];
  }
}

if (import.meta.main) {
  for await (const [name, module] of buildCodecs()) {
    await writeFile(new URL(name, codecsFolder), module);
  }
}
