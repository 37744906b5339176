import { exifOrientation } from "../exif_orientation.ts";
import type { Pixels } from "../frame.ts";
import { turnUpright } from "../turn_upright.ts";
import { inflate } from "./inflate.ts";
import { findPngDamage, pngChunkData, pngChunksOf } from "./png_chunks.ts";
import { readPngHeader } from "./png_header.ts";
import { PngRows } from "./png_rows.ts";
import { pngRowWriter } from "./png_samples.ts";

/**
 * Decodes a PNG, upright by its EXIF orientation. What its image data hold beyond the picture is not
 * inflated.
 *
 * @param bytes The whole PNG.
 * @returns The picture as RGBA.
 * @throws {Error} If the PNG is damaged or cut short.
 */
export async function decodePng(bytes: Uint8Array): Promise<Pixels> {
  const damage = findPngDamage(bytes);
  if (damage !== undefined) throw new Error(damage);
  const chunk = (type: string) => pngChunkData(bytes, type);
  const header = readPngHeader(chunk("IHDR")), { width, height } = header;
  const rows = new PngRows(header, pngRowWriter(header, chunk("PLTE"), chunk("tRNS")));
  try {
    for await (const piece of inflate(pngChunksOf(bytes, "IDAT"))) {
      if (rows.isDone) break;
      rows.push(piece);
      free(piece);
    }
    if (!rows.isDone) throw new Error("it ends before the last row");
  } catch (cause) {
    free(rows.data);
    throw new Error("its image data is damaged", { cause });
  }
  const pixels = { format: "rgba", width, height, data: rows.data } as const;
  return turnUpright(pixels, exifOrientation(chunk("eXIf")));
}

/**
 * Reads how a PNG is turned.
 *
 * @param bytes The whole PNG.
 * @returns Its EXIF orientation, 1 to 8.
 */
export function readPngOrientation(bytes: Uint8Array): number {
  return exifOrientation(pngChunkData(bytes, "eXIf"));
}

/** The garbage collector does not see how much memory is behind it. */
function free(bytes: Uint8Array): void {
  (bytes.buffer as ArrayBuffer).transfer(0);
}
