import { OptionError } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import { requestSoundPermission } from "./add_sound.ts";
import { type ClaimedOutput, claimOutput, type OutputOptions } from "./claim_output.ts";
import { Overlay } from "../draw/overlay.ts";
import { startProgram } from "../ffmpeg/start_program.ts";
import type { Sink } from "./sink.ts";
import { CONTAINERS } from "./video_encoding.ts";
import { VideoEncoder } from "./video_encoder.ts";

/** The endings of the files that {@linkcode AnnotatedVideo} writes. */
export const VIDEO_EXTENSIONS: readonly string[] = Object.keys(CONTAINERS);

/**
 * Writes a video with the faces drawn into it, by ffmpeg: MP4, WebM or GIF. It has the frames and
 * the rate of its source, and, if that is a file or URL with an end, its sound. The frames of a live
 * source are shown as long as they were the newest. Disposed early, it is a shorter video.
 *
 * Needs `--allow-run=ffmpeg` and `--allow-write` for the file, and for its folder where `inputs` may
 * have sound.
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
   * Begins a video. What is in the file is lost with the first frame.
   *
   * @param path A file that ends in `.mp4`, `.webm` or `.gif`.
   * @param options What is read.
   * @returns The video.
   * @throws {OptionError} If the file is one of the inputs.
   * @throws {EnvironmentError} If the file cannot be written or ffmpeg is missing.
   */
  static async open(path: string, options: OutputOptions = {}): Promise<AnnotatedVideo> {
    const { inputs = [] } = options;
    if (inputs.length > 0 && !/\.gif$/i.test(path)) await requestSoundPermission(path);
    const output = await claimOutput(path, inputs);
    try {
      await startProgram("ffmpeg", ["-version"], { action: `Cannot write ${path}` }).ended;
      return new AnnotatedVideo(output, options, await Overlay.load());
    } catch (error) {
      await output.release();
      throw error;
    }
  }

  /**
   * Draws on a frame and encodes it.
   *
   * @throws {OptionError} If the frame is a picture, or from another source than the first.
   * @throws {InputError} If it has not the size of the first.
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

  /** Finishes the file and adds the sound. A video without frames leaves no file. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#encoder === undefined) await this.#output.release();
    else await this.#encoder.finish();
  }
}
