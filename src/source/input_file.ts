import { textHeadBytes } from "../image/detect_other.ts";
import { formats } from "../image/formats.ts";

/** Pictures that only ffmpeg reads. */
const ffmpegExtensions =
  "dds dpx exr hdr im24 j2c j2k jls jp2 jxl pcx pfm pgx phm psd qoi ras sgi " +
  "sun tga vbn xbm xpm xwd";

/** Whether a file is a picture by its name. */
export function isPictureName(path: string): boolean {
  const extension = fileExtension(path);
  return formats.some(({ extensions }) => extensions.includes(extension));
}

/** Whether ffmpeg takes a file for a picture by its name, and Mien does not read it. */
export function isFfmpegPicture(path: string): boolean {
  return ffmpegExtensions.split(" ").includes(fileExtension(path));
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
