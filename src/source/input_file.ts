import { sniffBytes } from "../image/sniff_format.ts";

/** Names by which people and programs know pictures. */
export const pictureExtensions: ReadonlySet<string> = new Set(
  "jpg jpeg jpe jfif mpo png apng ppm pgm pnm gif webp bmp tif tiff avif heic heif".split(" "),
);

/** The extension of a file's name, in lower case without its dot. */
export function fileExtension(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** The first bytes of a file. */
export async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(sniffBytes);
  let filled = 0;
  for (let read; filled < head.length && (read = await file.read(head.subarray(filled)));) {
    filled += read;
  }
  return head.subarray(0, filled);
}
