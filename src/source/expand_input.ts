import { join } from "node:path";
import { InputError } from "../errors.ts";
import { fileErrors } from "./file_errors.ts";
import { glob } from "./glob.ts";
import { isPictureName, readHead } from "./input_file.ts";
import { detectFormat } from "../image/formats.ts";

/**
 * Finds the files that an input stands for: a file, URL or `-` itself, the pictures directly inside a
 * directory, hidden ones apart, or the files that match a pattern (`*`, `?`, `[a-z]`, `{a,b}`, `**`).
 *
 * @param input A path, directory, pattern or URL.
 * @returns Paths and URLs for `openInput`, in natural order ("2" before "10").
 * @throws {InputError} If there is no such file, or no picture in the directory.
 * @throws {EnvironmentError} If reading files is not permitted.
 *
 * @example
 * ```ts
 * import { expandInput } from "@mien/mien/video";
 * import assert from "node:assert/strict";
 *
 * const found = await expandInput("fixtures/{rocket,grace_*}.jpg");
 * assert.deepEqual(found, ["fixtures/grace_hopper.jpg", "fixtures/rocket.jpg"]);
 * ```
 */
export async function expandInput(input: string): Promise<string[]> {
  if (isUrl(input) || input === "-") return [input];
  if (isFileUrl(input)) return [await pathOf(input)];
  return await fileErrors(input, async () => {
    const info = await Deno.stat(input).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    });
    if (info?.isDirectory) return await picturesIn(input);
    if (info !== undefined) return [input];
    if (!/[*?[{]/.test(input)) {
      throw new InputError("input-not-found", `Cannot read ${input}: there is no such file`);
    }
    const files = await glob(input);
    if (files.length === 0) {
      throw new InputError("input-not-found", `Cannot read ${input}: no file matches the pattern`);
    }
    return inNaturalOrder(files);
  });
}

/** Whether an input is a URL, which ffmpeg opens: `https://...`, `rtsp://...`. */
export function isUrl(input: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(input) && !isFileUrl(input);
}

function isFileUrl(input: string): boolean {
  return /^file:\/\//i.test(input);
}

async function pathOf(url: string): Promise<string> {
  const { fileURLToPath } = await import("node:url");
  try {
    return fileURLToPath(url);
  } catch (cause) {
    const message = `Cannot read ${url}: it names no file of this machine`;
    throw new InputError("input-not-found", message, { cause });
  }
}

async function picturesIn(directory: string): Promise<string[]> {
  const pictures: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (!isDirectory && !name.startsWith(".") && await isPicture(path)) pictures.push(path);
  }
  if (pictures.length === 0) {
    const why = "no pictures in it, and its videos and subfolders are not searched";
    throw new InputError("input-empty", `Cannot read ${directory}: ${why}`);
  }
  return inNaturalOrder(pictures);
}

/** Whether a file is a picture by its name or content, so that a damaged one is reported too. */
async function isPicture(path: string): Promise<boolean> {
  const { isFile } = await Deno.stat(path).catch(() => ({ isFile: false }));
  if (!isFile) return false;
  if (isPictureName(path)) return true;
  const head = await readHead(path).catch(() => undefined); // Nobody asked for this one.
  return head !== undefined && detectFormat(head) !== undefined;
}

/** Sorts "2" before "10". Made only when needed, as it takes Deno 15 ms. */
function inNaturalOrder(paths: string[]): string[] {
  return paths.sort(new Intl.Collator("en", { numeric: true }).compare);
}
