// Packs the decoders of the pinned npm packages as src/image/codecs/NAME.wasm, which are committed:
// deno task build:codecs
import { readFile, writeFile } from "node:fs/promises";
import { packFiles } from "../src/runtime/pack_files.ts";
import { packageFile } from "./package_file.ts";

/** The folder that holds the packed decoders. */
export const codecsFolder = new URL("../src/image/codecs/", import.meta.url);

const decoders = {
  "jpeg.wasm": "npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.wasm",
  "png.wasm": "npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png_bg.wasm",
  "webp.wasm": "npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.wasm",
};

/** The packed decoders by the names of their files. */
export async function* buildCodecs(): AsyncGenerator<[name: string, module: Uint8Array]> {
  for (const [name, file] of Object.entries(decoders)) {
    yield [name, packFiles({ "decoder.wasm": await readFile(await packageFile(file)) })];
  }
}

if (import.meta.main) {
  for await (const [name, module] of buildCodecs()) {
    await writeFile(new URL(name, codecsFolder), module);
  }
}
