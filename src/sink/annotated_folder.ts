import { basename, extname, join } from "node:path";
import { isUrl } from "../source/expand_input.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { AnnotatedPicture, PICTURE_EXTENSIONS } from "./annotated_picture.ts";
import { AnnotatedVideo, VIDEO_EXTENSIONS } from "./annotated_video.ts";
import type { OutputOptions } from "./claim_output.ts";
import { outputErrors } from "./output_errors.ts";
import type { Sink } from "./sink.ts";

/**
 * Writes an annotated picture or video for each source, under the source's name. What we do not
 * write by the source's own ending becomes PNG or MP4.
 */
export class AnnotatedFolder implements Sink {
  readonly #path: string;
  readonly #options: OutputOptions;
  readonly #isNew: boolean;
  readonly #used = new Set<string>();
  #source: string | undefined;
  #sink: Sink | undefined;

  private constructor(path: string, options: OutputOptions, isNew: boolean) {
    this.#path = path;
    this.#options = options;
    this.#isNew = isNew;
  }

  /**
   * Makes the folder if it is not there.
   *
   * @param path The folder.
   * @param options What is read.
   * @returns The folder.
   * @throws {EnvironmentError} If it cannot be made.
   */
  static async open(path: string, options: OutputOptions = {}): Promise<AnnotatedFolder> {
    const isNew = await Deno.stat(path)
      .then(() => false, (error) => error instanceof Deno.errors.NotFound);
    await outputErrors(path, () => Deno.mkdir(path, { recursive: true }));
    return new AnnotatedFolder(path, options, isNew);
  }

  /**
   * Writes to the file of the frame's source; the source's frames must come one after the other.
   * A frame of another source ends the one before.
   *
   * @throws {MienError} As {@linkcode AnnotatedPicture} and {@linkcode AnnotatedVideo} do.
   */
  async write(record: FrameResult, frame: Frame): Promise<void> {
    if (frame.source !== this.#source || frame.still) {
      await this.endSource();
      this.#source = frame.source;
      const kind = frame.still ? AnnotatedPicture : AnnotatedVideo;
      this.#sink = await kind.open(join(this.#path, this.#fileName(frame)), this.#options);
    }
    await this.#sink?.write(record, frame);
  }

  /**
   * Finishes the source's file.
   *
   * @throws {MienError} As {@linkcode AnnotatedPicture} and {@linkcode AnnotatedVideo} do.
   */
  async endSource(): Promise<void> {
    const sink = this.#sink;
    this.#source = this.#sink = undefined;
    await sink?.[Symbol.asyncDispose]();
  }

  /** Finishes the last file. A folder that was made here and is empty is not left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.endSource();
    if (this.#isNew) await Deno.remove(this.#path).catch(() => {});
  }

  /** The source's name, with a number where another source has the same. */
  #fileName({ source, still }: Frame): string {
    const path = isUrl(source) ? new URL(source).pathname : source;
    const suffix = extname(path), known = still ? PICTURE_EXTENSIONS : VIDEO_EXTENSIONS;
    const isKnown = known.includes(suffix.slice(1).toLowerCase());
    const end = isKnown ? suffix : still ? ".png" : ".mp4";
    const stem = basename(path, suffix).replace(/^-?$/, "output");
    for (let count = 1;; count++) {
      const name = `${stem}${count === 1 ? "" : `-${count}`}${end}`;
      if (this.#used.has(name.toLowerCase())) continue;
      this.#used.add(name.toLowerCase());
      return name;
    }
  }
}
