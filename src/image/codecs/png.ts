import { unpackFiles } from "../../runtime/unpack_files.ts";
import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { rgba } from "./emscripten_decoder.ts";
import { findPngDamage, pngChunkData } from "./png_chunks.ts";

/**
 * Decodes a PNG with the png crate of Rust, upright by its EXIF orientation.
 *
 * @param bytes The whole PNG.
 * @returns The picture as RGBA.
 * @throws {Error} If the PNG is damaged or cut short.
 */
export async function decodePng(bytes: Uint8Array): Promise<Pixels> {
  const damage = findPngDamage(bytes);
  if (damage !== undefined) throw new Error(damage);
  const { default: init, decode } = await import("npm:@jsquash/png@3.1.1/codec/pkg/squoosh_png.js");
  await init(unpackFiles(await import("./png.wasm")).get("decoder.wasm")); // Does nothing twice.
  try {
    return turnUpright(rgba(decode(bytes)), exifOrientation(pngChunkData(bytes, "eXIf")));
  } catch (cause) {
    throw new Error("its image data is damaged", { cause });
  }
}
