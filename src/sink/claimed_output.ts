import { basename, dirname, join } from "node:path";
import { fileExtension } from "../source/input_file.ts";
import { outputErrors } from "./output_errors.ts";

/** A file that is complete. */
export interface WrittenFile {
  /** Its path. */
  readonly path: string;
  /** How many frames a video has. */
  readonly frames?: number;
  /** How long a video is, in seconds. */
  readonly seconds?: number;
}

/** A file that can be written. */
export interface TouchedFile {
  /** What it is, if that may be read. */
  readonly info: Deno.FileInfo | undefined;
  /** Whether it was created for that. */
  readonly isNew: boolean;
  /** The file, if it is a named pipe. */
  readonly pipe?: Deno.FsFile;
}

/**
 * A file that was checked to be writable and not to be in use. It is written under another name
 * beside it and then renamed, so that it appears complete or stays as it was. Where only the file
 * itself may be written, or it is a device or a pipe, it is written in place.
 */
export class ClaimedOutput {
  /** The path that was asked for. */
  readonly path: string;
  /** Its extension, in lower case and without the dot. */
  readonly extension: string;
  readonly #info: Deno.FileInfo | undefined;
  readonly #isNew: boolean;
  readonly #pipe: Deno.FsFile | undefined;
  readonly #onWritten: (file: WrittenFile) => void;
  readonly #isRefused: () => boolean;
  #part: string | undefined;

  constructor(
    path: string,
    { info, isNew, pipe }: TouchedFile,
    { onWritten = () => {}, isRefused = () => false }: {
      onWritten?: (file: WrittenFile) => void;
      isRefused?: () => boolean;
    } = {},
  ) {
    this.path = path;
    this.extension = fileExtension(path);
    this.#info = info;
    this.#isNew = isNew;
    this.#pipe = pipe;
    this.#onWritten = onWritten;
    this.#isRefused = isRefused;
  }

  /**
   * Writes the whole file.
   *
   * @param data What it holds.
   * @throws {EnvironmentError} If it cannot be written. It is then as it was before.
   */
  async write(data: Uint8Array | string): Promise<void> {
    if (this.#isRefused()) return await this.release();
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    const part = await this.begin();
    try {
      await outputErrors(this.path, async () => {
        if (this.#pipe !== undefined) await writeAll(this.#pipe, bytes);
        else if (part === this.path) await overwrite(part, bytes);
        else await Deno.writeFile(part, bytes);
      });
    } catch (error) {
      await this.release();
      throw error;
    }
    await this.finish();
  }

  /**
   * Begins to write the file by other means.
   *
   * @returns The path to write to. It has the same extension.
   */
  async begin(): Promise<string> {
    if (!this.#info?.isFile) return this.path;
    try {
      const target = await Deno.realPath(this.path), folder = dirname(target);
      const { state } = await Deno.permissions.query({ name: "write", path: folder });
      if (state !== "granted") return this.path;
      const id = crypto.randomUUID().slice(0, 8);
      const part = join(folder, `.mien-${id}-${basename(this.path)}`);
      (await Deno.open(part, { write: true, createNew: true })).close();
      this.#part = part;
      return part;
    } catch {
      return this.path; // The folder cannot be written.
    }
  }

  /**
   * Puts the file that was begun into its place.
   *
   * @param length How long it is, if it is a video.
   * @throws {EnvironmentError} If that fails. The file is then as it was before.
   */
  async finish(length: Pick<WrittenFile, "frames" | "seconds"> = {}): Promise<void> {
    if (this.#isRefused()) return await this.release();
    if (this.#part !== undefined) await this.#replace(this.#part);
    this.#closePipe();
    this.#onWritten({ path: this.path, ...length });
  }

  async #replace(part: string): Promise<void> {
    const { mode, uid, gid } = this.#info!;
    await outputErrors(this.path, async () => {
      if (!this.#isNew) await Deno.chown(part, uid, gid).catch(() => {});
      if (!this.#isNew && mode !== null) await Deno.chmod(part, mode & 0o7777).catch(() => {});
      const target = await Deno.realPath(this.path).catch(() => this.path);
      await Deno.rename(part, target).catch(async (error) => {
        // A file that is mounted by itself, as containers do, keeps its place.
        if (!(error instanceof Deno.errors.Busy)) throw error;
        await Deno.copyFile(part, target);
      });
    }).finally(() => this.release());
  }

  /** Removes what was not finished, and the file itself if it was created here and is empty. */
  async release(): Promise<void> {
    this.#closePipe();
    if (this.#part !== undefined) await Deno.remove(this.#part).catch(() => {});
    this.#part = undefined;
    const info = await Deno.stat(this.path).catch(() => undefined);
    if (this.#isNew && info?.size === 0) await Deno.remove(this.path).catch(() => {});
  }

  #closePipe(): void {
    try {
      this.#pipe?.close();
    } catch {
      // It is closed already.
    }
  }
}

/** Writes what is longer than the old file first, so that a full disk leaves that as it was. */
async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true });
  const { isFile, size } = await file.stat().catch(() => ({ isFile: false, size: 0 }));
  if (!isFile) {
    await file.truncate().catch(() => {});
    return await writeAll(file, bytes);
  }
  try {
    await file.seek(size, Deno.SeekMode.Start);
    await writeAll(file, bytes.subarray(size));
  } catch (error) {
    await file.truncate(size);
    throw error;
  }
  await file.seek(0, Deno.SeekMode.Start);
  await writeAll(file, bytes.subarray(0, size));
  await file.truncate(bytes.length);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
