import { textHeadBytes } from "../image/detect_other.ts";
import { formats } from "../image/formats.ts";

/** Pictures that ffmpeg reads. */
const ffmpegExtensions = ["bmp", "tif", "tiff", "avif", "heic", "heif"];

/** Whether a file is a picture by its name. */
export function isPictureName(path: string): boolean {
  const extension = fileExtension(path);
  return ffmpegExtensions.includes(extension) ||
    formats.some(({ extensions }) => extensions.includes(extension));
}

/** The extension of a file's name, in lower case without its dot. */
export function fileExtension(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** The first bytes of a file. */
export async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(textHeadBytes);
  let filled = 0;
  for (let read; filled < head.length && (read = await file.read(head.subarray(filled)));) {
    filled += read;
  }
  return head.subarray(0, filled);
}
