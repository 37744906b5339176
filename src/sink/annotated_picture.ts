import { OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { claimOutput, type OutputOptions } from "./claim_output.ts";
import type { ClaimedOutput } from "./claimed_output.ts";
import { encodePicture } from "./encode_picture.ts";
import { Overlay } from "../draw/overlay.ts";
import type { Sink } from "./sink.ts";

/** The file extensions that {@linkcode AnnotatedPicture} writes. */
export const PICTURE_EXTENSIONS: readonly string[] = ["jpg", "jpeg", "png"];

/** Writes a picture with the faces drawn on it, as JPEG or PNG. */
export class AnnotatedPicture implements Sink {
  readonly #output: ClaimedOutput;
  readonly #overlay: Overlay;
  #picture: Frame | undefined;
  #hasFrame = false;
  #isWritten = false;

  private constructor(output: ClaimedOutput, overlay: Overlay) {
    this.#output = output;
    this.#overlay = overlay;
  }

  /**
   * Opens a picture.
   *
   * @param path A file that ends in `.jpg`, `.jpeg` or `.png`.
   * @param options The inputs, which must not be overwritten.
   * @returns The sink, which takes one frame.
   * @throws {OptionError} If the file is in use.
   * @throws {EnvironmentError} If the file cannot be written.
   */
  static async open(path: string, options: OutputOptions = {}): Promise<AnnotatedPicture> {
    const output = await claimOutput(path, options);
    try {
      return new AnnotatedPicture(output, await Overlay.load());
    } catch (error) {
      await output.release();
      throw error;
    }
  }

  /**
   * Draws the faces on a frame.
   *
   * @throws {OptionError} If it is a second frame. Nothing is written then.
   */
  write(record: FrameResult, frame: Frame): void {
    const { path } = this.#output;
    if (this.#hasFrame) {
      this.#picture = undefined;
      const state = frame.still
        ? `${frame.source} is another picture, end the output with / for a folder of several`
        : `${frame.source} has several frames, name the output .mp4, .webm or .gif`;
      throw new OptionError("option-invalid", `Cannot write ${path}: ${state}`);
    }
    this.#hasFrame = true;
    this.#picture = this.#overlay.draw(frame, record);
  }

  /**
   * Writes the file.
   *
   * @throws {EnvironmentError} If it cannot be written.
   */
  async endSource(): Promise<void> {
    const picture = this.#picture;
    if (picture === undefined) return;
    this.#picture = undefined;
    const format = this.#output.extension === "png" ? "png" : "jpeg";
    await this.#output.write(await encodePicture(picture, format));
    this.#isWritten = true;
  }

  /** Writes the file, or removes it if there was no frame or more than one. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.endSource();
    if (!this.#isWritten) await this.#output.release();
  }
}
