import { OptionError } from "../errors.ts";
import { fileExtension } from "../source/input_file.ts";
import { AnnotatedFolder } from "./annotated_folder.ts";
import { AnnotatedPicture, PICTURE_EXTENSIONS } from "./annotated_picture.ts";
import { AnnotatedVideo, VIDEO_EXTENSIONS } from "./annotated_video.ts";
import type { OutputOptions } from "./claim_output.ts";
import type { Sink } from "./sink.ts";

/**
 * Opens a file or folder for annotated frames. `.mp4`, `.webm` and `.gif` are videos, `.jpg`, `.jpeg`
 * and `.png` pictures. A path that ends in `/` or is a folder gets one file per source.
 *
 * @param path The file or folder.
 * @param options The inputs, and how they are read.
 * @returns The sink. Disposing it finishes the file.
 * @throws {OptionError} If the extension is another one, the file is an input, or several inputs
 * would go into one file.
 * @throws {EnvironmentError} If the file or folder cannot be written.
 *
 * @example
 * ```ts
 * import { createFrame, decodeImage } from "@mien/mien";
 * import { openOutput } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".png" });
 * {
 *   await using output = await openOutput(path);
 *   const record = { source: "", frame: 0, time: 0, width: 2, height: 1, faces: [] };
 *   await output.write(record, createFrame("gray", 2, 1, new Uint8Array(2), { still: true }));
 * }
 * assert.equal((await decodeImage(await Deno.readFile(path))).width, 2);
 * await Deno.remove(path);
 * ```
 */
export async function openOutput(path: string, options: OutputOptions = {}): Promise<Sink> {
  if (/[/\\]$/.test(path) || await isFolder(path)) return await AnnotatedFolder.open(path, options);
  const extension = fileExtension(path);
  const kind = VIDEO_EXTENSIONS.includes(extension)
    ? AnnotatedVideo
    : PICTURE_EXTENSIONS.includes(extension)
    ? AnnotatedPicture
    : undefined;
  if (kind === undefined) {
    throw new OptionError(
      "option-invalid",
      `Cannot write ${path}: name it .mp4, .webm or .gif for a video, .jpg or .png for a picture, or end it with / for a folder of several`,
    );
  }
  if ((options.inputs?.length ?? 0) > 1) {
    throw new OptionError(
      "option-invalid",
      `Cannot write ${options.inputs!.length} inputs to ${path}: end it with / for a folder`,
    );
  }
  return await kind.open(path, options);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}
