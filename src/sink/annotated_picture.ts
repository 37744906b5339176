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
   * Draws the faces on a frame and writes the file.
   *
   * @throws {OptionError} If it is a second frame.
   * @throws {EnvironmentError} If the file cannot be written.
   */
  async write(record: FrameResult, frame: Frame): Promise<void> {
    const { path, extension } = this.#output;
    if (this.#isWritten) {
      const state = frame.still
        ? `${frame.source} is another picture, end the output with / for a folder of several`
        : `${frame.source} has several frames, name the output .mp4, .webm or .gif`;
      throw new OptionError("option-invalid", `Cannot write ${path}: ${state}`);
    }
    this.#isWritten = true;
    const format = extension === "png" ? "png" : "jpeg";
    const bytes = await encodePicture(this.#overlay.draw(frame, record), format);
    await this.#output.write(bytes);
  }

  /** Does nothing: the file is written already. */
  endSource(): void {}

  /** Removes the file if there was no frame. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isWritten) await this.#output.release();
  }
}
