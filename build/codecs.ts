// Packs the decoders of the pinned npm packages as src/image/codecs/NAME.wasm, which are committed:
// deno task build:codecs
import { readFile, writeFile } from "node:fs/promises";
import { importMemory } from "./import_memory.ts";
import { packFiles } from "../src/runtime/pack_files.ts";
import { packageFile } from "./package_file.ts";

/** The folder that holds the packed decoders. */
export const codecsFolder = new URL("../src/image/codecs/", import.meta.url);

const decoders = {
  "jpeg.wasm": "npm:@jsquash/jpeg@1.6.0/codec/dec/mozjpeg_dec.wasm",
  "webp.wasm": "npm:@jsquash/webp@1.5.0/codec/dec/webp_dec.wasm",
};

/** The packed decoders by the names of their files. */
export async function* buildCodecs(): AsyncGenerator<[name: string, module: Uint8Array]> {
  for (const [name, file] of Object.entries(decoders)) {
    // Emscripten calls its imports "a".
    const decoder = importMemory(await readFile(await packageFile(file)), "a");
    yield [name, packFiles({ "decoder.wasm": decoder })];
  }
}

if (import.meta.main) {
  for await (const [name, module] of buildCodecs()) {
    await writeFile(new URL(name, codecsFolder), module);
  }
}
