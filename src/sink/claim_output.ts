import { OptionError } from "../errors.ts";
import { isUrl } from "../source/expand_input.ts";
import { touchOutput } from "./output_errors.ts";

/** What the writers of annotated pictures and videos are told. All fields may be left out. */
export interface OutputOptions {
  /**
   * The paths and URLs that are read. They are not written over, and a video gets the sound of the
   * one that its frames' `source` names. @default {[]}
   */
  inputs?: readonly string[];
  /** The frames a second that a video was sampled with, if it was. */
  fps?: number;
  /** Where in the source the reading ends, in seconds, if before its end: the sound ends there too. */
  to?: number;
}

/** A file that can be written. */
export interface ClaimedOutput {
  readonly path: string;
  /** The end of its name, in lower case and without the dot. */
  readonly extension: string;
  /** Removes the file if it was made here. For when nothing has been written. */
  release(): Promise<void>;
}

/**
 * Makes sure, before the work, that a file can be written and is none of the inputs.
 *
 * @param path The file.
 * @param inputs The paths and URLs that are read.
 * @returns The file, created if it was not there.
 * @throws {OptionError} If it is one of the inputs.
 * @throws {EnvironmentError} If it cannot be written.
 */
export async function claimOutput(
  path: string,
  inputs: readonly string[],
): Promise<ClaimedOutput> {
  const real = await realPath(path);
  for (const input of inputs) {
    if (real === undefined || isUrl(input) || await realPath(input) !== real) continue;
    throw new OptionError(
      "option-invalid",
      `Cannot write ${path}: it is an input, give the output another name`,
    );
  }
  await touchOutput(path);
  return {
    path,
    extension: path.slice(path.lastIndexOf(".") + 1).toLowerCase(),
    release: async () => {
      const info = await Deno.stat(path).catch(() => undefined);
      if (real === undefined && info?.size === 0) await Deno.remove(path).catch(() => {});
    },
  };
}

async function realPath(path: string): Promise<string | undefined> {
  return await Deno.realPath(path).catch(() => undefined);
}
