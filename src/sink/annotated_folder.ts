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
 * Writes an annotated picture or video for each source, with the source's name. Formats that cannot be
 * written become PNG or MP4.
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
   * Opens a folder.
   *
   * @param path The folder. It is created if it does not exist.
   * @param options The inputs, and how they are read.
   * @returns The sink.
   * @throws {EnvironmentError} If the folder cannot be created.
   */
  static async open(path: string, options: OutputOptions = {}): Promise<AnnotatedFolder> {
    const isNew = await Deno.stat(path)
      .then(() => false, (error) => error instanceof Deno.errors.NotFound);
    await outputErrors(path, () => Deno.mkdir(path, { recursive: true }));
    return new AnnotatedFolder(path, options, isNew);
  }

  /**
   * Writes to the file of the frame's source. A frame of another source ends the one before.
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

  /** Finishes the last file. Removes the folder if it was created here and is empty. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.endSource();
    if (this.#isNew) await Deno.remove(this.#path).catch(() => {});
  }

  /** The source's name, with a number if another source has the same name. */
  #fileName({ source, still }: Frame): string {
    const path = isUrl(source) ? URL.parse(source)?.pathname ?? "" : source;
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
