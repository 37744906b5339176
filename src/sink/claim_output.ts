import { OptionError } from "../errors.ts";
import { isUrl } from "../source/expand_input.ts";
import { ClaimedOutput, type TouchedFile, type WrittenFile } from "./claimed_output.ts";
import { outputErrors } from "./output_errors.ts";

/** Options of every output that is a file. */
export interface FileOptions {
  /**
   * The paths and URLs that are read. They are never overwritten, and a video gets the sound of the
   * input that is its frames' `source`. @default {[]}
   */
  inputs?: readonly string[];
  /** Further files that are never overwritten, such as those of a model. @default {[]} */
  keep?: readonly string[];
  /** Called when a file is complete. */
  onWritten?: (file: WrittenFile) => void;
  /** Whether a file that is complete is not wanted any more. @default {it is} */
  isRefused?: () => boolean;
}

/** Options of {@linkcode openOutput}. */
export interface OutputOptions extends FileOptions {
  /** Frames per second at which the input was sampled, if it was. */
  fps?: number;
  /** Fires when the run is to end, and wakes ffmpeg should it be stopped. */
  signal?: AbortSignal;
  /** Second of the input at which reading stops, if before its end. The sound stops there too. */
  to?: number;
}

/**
 * Makes sure, before the work starts, that a file can be written and is not in use: read under
 * whatever name, or the file that standard input, output or errors go to.
 *
 * @param path The file. It is created if it does not exist.
 * @param options The files that are in use.
 * @returns The file.
 * @throws {OptionError} If it is in use.
 * @throws {EnvironmentError} If it cannot be written.
 */
export async function claimOutput(
  path: string,
  options: FileOptions,
): Promise<ClaimedOutput> {
  const file = await outputErrors(path, () => touch(path)), { info, isNew } = file;
  const output = new ClaimedOutput(path, file, options);
  try {
    if (!isNew && info?.isFile) await refuseUsed(path, info, options);
    return output;
  } catch (error) {
    await output.release();
    throw error;
  }
}

/**
 * Refuses a standard output that goes to one of the inputs.
 *
 * @param inputs The paths and URLs that are read.
 * @throws {OptionError} If it does.
 */
export async function refuseStandardOutput(inputs: readonly string[]): Promise<void> {
  const files = inputs.filter((input) => input !== "-" && !isUrl(input));
  if (files.length === 0 || Deno.stdout.isTerminal()) return;
  const info = await streamInfo(1);
  if (info === undefined) return;
  for (const input of files) {
    if (!await isSame(info, input)) continue;
    throw new OptionError("option-invalid", `Cannot write standard output: it goes to ${input}`);
  }
}

/** Opens a file for writing. What it is stays unknown where it may not be read. */
async function touch(path: string): Promise<TouchedFile> {
  const known = await Deno.stat(path).catch(() => undefined);
  if (known?.isFifo) {
    // This waits for a reader. Closing it would end what that reads.
    const pipe = await Deno.open(path, { write: true });
    return { info: known, isNew: false, pipe };
  }
  const open = (options: Deno.OpenOptions) => Deno.open(path, { ...options, write: true });
  let isNew = true;
  const opening = open({ createNew: true }).catch((error) => {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    isNew = false;
    return open({ create: true });
  });
  using file = await opening;
  return { info: await file.stat().catch(() => undefined), isNew };
}

type Identity = Pick<Deno.FileInfo, "dev" | "ino">;

async function refuseUsed(
  path: string,
  info: Deno.FileInfo,
  { inputs = [], keep = [] }: FileOptions,
): Promise<void> {
  const refuse = (state: string): never => {
    throw new OptionError("option-invalid", `Cannot write ${path}: ${state}`);
  };
  for (const input of inputs) {
    if (await isSame(info, input, path)) refuse("it is an input, give the output another name");
  }
  for (const other of keep) {
    if (await isSame(info, other, path)) {
      refuse(`it is in use as ${other}, give the output another name`);
    }
  }
  for (const [descriptor, name] of ["input", "output", "error"].entries()) {
    const stream = await streamInfo(descriptor);
    if (stream && isSameNode(info, stream)) refuse(`standard ${name} is that file`);
  }
}

/** Whether a path leads to a file, by whatever links. Systems without inodes compare the paths. */
async function isSame(info: Identity, other: string, path = ""): Promise<boolean> {
  if (isUrl(other)) return false;
  const found = await Deno.stat(other).catch(() => undefined);
  if (found === undefined) return false;
  if (found.ino !== null) return isSameNode(info, found);
  const [one, two] = await Promise.all(
    [path, other].map((it) => Deno.realPath(it).catch(() => it)),
  );
  return one === two;
}

function isSameNode(one: Identity, two: Identity): boolean {
  return one.ino !== null && one.ino === two.ino && one.dev === two.dev;
}

/** What a standard stream is, if it is a file. Deno takes 15 ms to load `node:fs`. */
async function streamInfo(descriptor: number): Promise<Identity | undefined> {
  const { fstatSync } = await import("node:fs");
  try {
    const info = fstatSync(descriptor);
    return info.isFile() ? info : undefined;
  } catch {
    return undefined; // It is closed.
  }
}
