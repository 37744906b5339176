import { OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { requestSoundPermission } from "./add_sound.ts";
import { claimOutput, type OutputOptions } from "./claim_output.ts";
import type { ClaimedOutput } from "./claimed_output.ts";
import { Overlay } from "../draw/overlay.ts";
import { startProgram } from "../ffmpeg/start_program.ts";
import type { Sink } from "./sink.ts";
import { CONTAINERS } from "./video_encoding.ts";
import { VideoEncoder } from "./video_encoder.ts";

/** The file extensions that {@linkcode AnnotatedVideo} writes. */
export const VIDEO_EXTENSIONS: readonly string[] = Object.keys(CONTAINERS);

/**
 * Writes a video with the faces drawn on it, with ffmpeg, as MP4, WebM or GIF. It keeps the frames, the
 * frame rate and, unless the source is live, the sound of the source. Where the rate varies, or the
 * source is live, a frame is repeated until the next one comes. Disposed early, it is a shorter video.
 *
 * To add sound it needs to write to the folder of the file.
 */
export class AnnotatedVideo implements Sink {
  readonly #output: ClaimedOutput;
  readonly #options: OutputOptions;
  readonly #overlay: Overlay;
  #encoder: VideoEncoder | undefined;

  private constructor(output: ClaimedOutput, options: OutputOptions, overlay: Overlay) {
    this.#output = output;
    this.#options = options;
    this.#overlay = overlay;
  }

  /**
   * Opens a video.
   *
   * @param path A file that ends in `.mp4`, `.webm` or `.gif`.
   * @param options The inputs, and how they are read.
   * @returns The sink.
   * @throws {OptionError} If the file is in use.
   * @throws {EnvironmentError} If the file cannot be written or ffmpeg is missing.
   */
  static async open(path: string, options: OutputOptions = {}): Promise<AnnotatedVideo> {
    // Standard input cannot be read again for its sound.
    const inputs = (options.inputs ?? []).filter((input) => input !== "-");
    if (inputs.length > 0 && !/\.gif$/i.test(path)) await requestSoundPermission(path);
    const output = await claimOutput(path, options);
    try {
      await startProgram("ffmpeg", ["-version"], { action: `Cannot write ${path}` }).ended;
      return new AnnotatedVideo(output, { ...options, inputs }, await Overlay.load());
    } catch (error) {
      await output.release();
      throw error;
    }
  }

  /**
   * Draws the faces on a frame and encodes it.
   *
   * @throws {OptionError} If the frame is a still, or from another source than the first.
   * @throws {InputError} If it differs from the first in size.
   * @throws {EnvironmentError} If ffmpeg fails.
   */
  async write(record: FrameResult, frame: Frame): Promise<void> {
    const { path } = this.#output;
    if (frame.still) {
      throw new OptionError(
        "option-invalid",
        `Cannot write ${path}: ${frame.source} is a picture, name the output .jpg or .png`,
      );
    }
    this.#encoder ??= new VideoEncoder(this.#output, this.#options, frame);
    await this.#encoder.add(frame, this.#overlay.draw(frame, record));
  }

  /** Does nothing: a second source is refused by `write`. */
  endSource(): void {}

  /** Finishes the file and adds the sound, or removes the file if there were no frames. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#encoder === undefined) await this.#output.release();
    else await this.#encoder.finish();
  }
}
