import { OptionError } from "../errors.ts";
import { isUrl } from "../source/expand_input.ts";
import { fileExtension } from "../source/input_file.ts";
import { touchOutput } from "./output_errors.ts";

/** Options of {@linkcode openOutput}. */
export interface OutputOptions {
  /**
   * The paths and URLs that are read. They are never overwritten, and a video gets the sound of the
   * input that is its frames' `source`. @default {[]}
   */
  inputs?: readonly string[];
  /** Frames per second at which the input was sampled, if it was. */
  fps?: number;
  /** Second of the input at which reading stops, if before its end. The sound stops there too. */
  to?: number;
}

/** A file that was checked to be writable. */
export interface ClaimedOutput {
  /** Its path. */
  readonly path: string;
  /** Its extension, in lower case and without the dot. */
  readonly extension: string;
  /** Removes the file if it was created here and is still empty. */
  release(): Promise<void>;
}

/**
 * Makes sure, before the work starts, that a file can be written and is not an input.
 *
 * @param path The file. It is created if it does not exist.
 * @param inputs The paths and URLs that are read.
 * @returns The file.
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
    extension: fileExtension(path),
    release: async () => {
      const info = await Deno.stat(path).catch(() => undefined);
      if (real === undefined && info?.size === 0) await Deno.remove(path).catch(() => {});
    },
  };
}

async function realPath(path: string): Promise<string | undefined> {
  return await Deno.realPath(path).catch(() => undefined);
}
